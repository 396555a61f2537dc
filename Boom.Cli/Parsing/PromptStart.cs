using System.CommandLine;
using System.CommandLine.Invocation;

namespace Boom.Cli.Parsing;

/// <summary>
/// Has the work of commands begin on another thread: whoever starts it listens for Ctrl+C only when it has been given the task of it, and work that waits for
/// nothing, such as that on a store in a file, would not give it before its end.
/// </summary>
internal static class PromptStart
{
    /// <summary>Does so for a command and all below it.</summary>
    public static void Apply(Command command)
    {
        if (command.Action is AsynchronousCommandLineAction action and not Prompt)
            command.Action = new Prompt(action);
        foreach (var below in command.Subcommands)
            Apply(below);
    }

    sealed class Prompt(AsynchronousCommandLineAction action) : AsynchronousCommandLineAction
    {
        public override bool Terminating => action.Terminating;

        public override Task<int> InvokeAsync(ParseResult parseResult, CancellationToken cancellationToken = default) =>
            Task.Run(() => action.InvokeAsync(parseResult, cancellationToken), CancellationToken.None);
    }
}
