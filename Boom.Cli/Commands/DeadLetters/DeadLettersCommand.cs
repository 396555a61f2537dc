using System.CommandLine;
using Boom.Core.Store;
using Boom.Hosting;

namespace Boom.Cli.Commands.DeadLetters;

/// <summary><c>boom dead-letters</c>: what could not be processed.</summary>
internal static class DeadLettersCommand
{
    public static Command Create(CliConsole console) =>
        new("dead-letters", "What could not be processed: stage, reason, attempts, origin, payload.")
        {
            ListCommand.Create(console),
            ShowCommand.Create(console),
            ReplayCommand.Create(console),
            DiscardCommand.Create(console),
        };

    /// <summary>Identifiers to work on: those named, or every letter.</summary>
    internal static async ValueTask<IReadOnlyList<string>> ChooseAsync(
        IDeadLetterStore letters, IReadOnlyList<string> named, bool all, CancellationToken cancellationToken)
    {
        if (!all)
            return [.. named.Distinct(StringComparer.Ordinal)];
        var listed = await letters.ListDeadLettersAsync(int.MaxValue, cancellationToken);
        return [.. listed.Select(letter => letter.Id)];
    }

    /// <summary>The arguments <c>ID…</c> and <c>--all</c>, of which one must be given.</summary>
    internal static (Argument<string[]> Ids, Option<bool> All) Selection(Command command)
    {
        var ids = new Argument<string[]>("ID")
        {
            Description = "Identifiers, from 'boom dead-letters list'.", Arity = ArgumentArity.ZeroOrMore,
        };
        var all = new Option<bool>("--all") { Description = "Every dead letter." };
        command.Add(ids);
        command.Add(all);
        command.Validators.Add(result =>
        {
            var named = result.GetValue(ids)?.Length > 0;
            if (named == result.GetValue(all))
                result.AddError("Name dead letters by ID, or give --all (not both).");
        });
        return (ids, all);
    }
}
