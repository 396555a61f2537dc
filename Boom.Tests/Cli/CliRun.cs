using Boom.Cli;
using Boom.Hosting;

namespace Boom.Tests.Cli;

/// <summary>A command run in this process, with what it wrote.</summary>
sealed record CliRun(int ExitCode, string Out, string Error)
{
    public static async Task<CliRun> OfAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var console = new CliConsole(TextWriter.Synchronized(output), TextWriter.Synchronized(error), TimeProvider.System, IsTerminal: false, HasColour: false);
        var exitCode = await BoomCommandLine.RunAsync(args, console);
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }
}
