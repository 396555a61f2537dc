using System.Diagnostics;
using System.Globalization;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Cli;

/// <summary>What <c>boom serve</c> writes, as a shell reads it.</summary>
[Collection(Embedded.EmbeddedServersGroup.Name)]
public sealed class ServeOutputTests : IDisposable
{
    const string LastVariable = "services__servers__http__0=";

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Serve_StandardOutput_HasNothingButVariables()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "It is ended by a signal.");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        using var serve = Start("it's data");
        var errors = serve.StandardError.ReadToEndAsync(patience.Token);
        var lines = new List<string>();
        try
        {
            while (!lines.Exists(line => line.StartsWith(LastVariable, StringComparison.Ordinal)) && await serve.StandardOutput.ReadLineAsync(patience.Token) is { } line)
                lines.Add(line);
            using var end = Process.Start("kill", ["-TERM", serve.Id.ToString(CultureInfo.InvariantCulture)]);
            lines.AddRange((await serve.StandardOutput.ReadToEndAsync(patience.Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
            await serve.WaitForExitAsync(patience.Token);
        }
        finally
        {
            if (!serve.HasExited)
                serve.Kill();
        }

        Assert.All(lines, line => Assert.Matches(@"^\w+=('.*'|[\w.:/]+)$", line));
        Assert.Contains($"Streams__Folder='{Path.Combine(_folder.Path, @"it'\''s data", "streams")}'", lines);
        Assert.Contains("Streams are read by signing in at 127.0.0.1:", await errors, StringComparison.Ordinal);
        Assert.Contains("Health and metrics: ", await errors, StringComparison.Ordinal);

        // Lines of the log are there, and not among the variables.
        Assert.Contains("Microsoft.", await errors, StringComparison.Ordinal);
    }

    Process Start(string data)
    {
        var start = new ProcessStartInfo(
            "dotnet", [typeof(Boom.Cli.BoomCommandLine).Assembly.Location, "serve", "--data", Path.Combine(_folder.Path, data), "--http-port", "0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("ConnectionStrings", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in ((string, string)[])[("Readers__Username", "babamul-me"), ("Readers__Password", "secret"), ("Readers__Port", "0"), ("BOOM_LOG", "debug")])
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
