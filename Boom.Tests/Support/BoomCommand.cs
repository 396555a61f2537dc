using System.Diagnostics;
using Xunit;

namespace Boom.Tests.Support;

/// <summary>The <c>boom</c> command as a process of its own, for what the environment says.</summary>
static class BoomCommand
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs it to its end.</summary>
    /// <param name="environment">Settings, e.g. <c>Consumer__BatchSize=7</c>.</param>
    /// <param name="args">The command line.</param>
    public static async Task<(int ExitCode, string Out, string Error)> RunAsync(string[] environment, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Boom.Cli.CliConsole).Assembly.Location, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // A server that is given to the tests is not meant for this process.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("ConnectionStrings", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        foreach (var setting in environment)
            start.Environment[setting[..setting.IndexOf('=')]] = setting[(setting.IndexOf('=') + 1)..];
        start.Environment["Http__Port"] = "0";
        using var process = Process.Start(start)!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
