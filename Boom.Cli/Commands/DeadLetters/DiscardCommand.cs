using System.CommandLine;
using Boom.Cli.Rendering;
using Boom.Cli.Rendering.Json;
using Boom.Embedded;
using Boom.Hosting;

namespace Boom.Cli.Commands.DeadLetters;

/// <summary><c>boom dead-letters discard ID…</c>.</summary>
internal static class DiscardCommand
{
    public static Command Create(CliConsole console)
    {
        var command = new Command("discard", "Forget dead letters for good; their packets count as rejected from then on.");
        var (ids, all) = DeadLettersCommand.Selection(command);
        command.SetAction((parse, cancellationToken) =>
            RunAsync(console, parse, parse.GetValue(ids) ?? [], parse.GetValue(all), cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(CliConsole console, ParseResult parse, string[] ids, bool all, CancellationToken cancellationToken)
    {
        using var store = StoreSession.OpenForWriting(parse.DataFolder());
        var discarded = new List<string>();
        var unknown = new List<string>();
        foreach (var id in await DeadLettersCommand.ChooseAsync(store.Alerts, ids, all, cancellationToken))
            (await store.Alerts.RemoveDeadLetterAsync(id, discard: true, cancellationToken) ? discarded : unknown).Add(id);
        if (parse.WantsJson())
            CliJson.Write(console, new DiscardedJson(discarded, unknown));
        else
            console.WriteLine($"{DocumentText.Plural(discarded.Count, "dead letter")} discarded.");
        foreach (var id in unknown)
            console.Complain($"There is no dead letter {id}.");
        return (int)(unknown.Count == 0 ? ExitCode.Done : ExitCode.BadNews);
    }
}
