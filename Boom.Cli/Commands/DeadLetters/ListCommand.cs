using System.CommandLine;
using Boom.Cli.Parsing;
using Boom.Cli.Rendering;
using Boom.Cli.Rendering.Json;
using Boom.Core.Store;
using Boom.Core.Text;
using Boom.Embedded;
using Boom.Hosting;

namespace Boom.Cli.Commands.DeadLetters;

/// <summary><c>boom dead-letters list</c>.</summary>
internal static class ListCommand
{
    public static Command Create(CliConsole console)
    {
        var limit = NumberOption.Whole("--limit", "At most this many, newest first, default 1000", 1, int.MaxValue);
        var command = new Command("list", "Dead letters, newest first, and how many there are of each reason.") { limit };
        command.SetAction((parse, cancellationToken) => RunAsync(console, parse, (int)(parse.GetValue(limit) ?? 1000), cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(CliConsole console, ParseResult parse, int limit, CancellationToken cancellationToken)
    {
        using var store = StoreSession.OpenForReading(parse.DataFolder());
        var letters = await store.Alerts.ListDeadLettersAsync(limit, cancellationToken);
        if (parse.WantsJson())
            CliJson.Write(console, new LettersJson(letters.Select(LetterJson.Of)));
        else
            WriteText(console, letters, parse.DataHint());
        return (int)ExitCode.Done;
    }

    static void WriteText(CliConsole console, IReadOnlyList<DeadLetter> letters, string dataOption)
    {
        if (letters.Count == 0)
        {
            console.WriteLine("No dead letters.");
            return;
        }

        var table = new TextTable("id", "stage", "reason", "attempts>", "origin", "detail");
        foreach (var letter in letters)
            table.Add(letter.Id, letter.Stage, letter.Reason, DocumentText.Whole(letter.Attempts), letter.Origin.ToString(), letter.Detail);
        table.WriteTo(console.Out);
        console.WriteLine();
        foreach (var reason in letters.CountBy(letter => letter.Reason).OrderByDescending(reason => reason.Value))
            console.WriteLine($"{DocumentText.Plural(reason.Value, "dead letter")}: {reason.Key}");
        if (!console.IsTerminal)
            return;
        console.WriteLine();
        console.WriteLine($"Next: boom dead-letters show {letters[0].Id}{dataOption}");
    }
}
