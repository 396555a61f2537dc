using System.CommandLine;
using Boom.Cli.Commands.Catalogs;
using Boom.Cli.Filters;
using Boom.Cli.Rendering.Json;
using Boom.Core.Text;
using Boom.Embedded;
using Boom.Hosting;

namespace Boom.Cli.Commands.Filters;

/// <summary><c>boom filter check FILE</c>: what must pass a filter, and what must not.</summary>
internal static class FilterCheckCommand
{
    public static Command Create(CliConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "Cases: a filter, and alerts or objects that must pass and must not; JSON, comments allowed." };
        var command = new Command("check", "Whether a filter lets pass what must pass, and nothing that must not; exit 1 when one case is wrong.") { file };
        command.SetAction((parse, cancellationToken) => RunAsync(console, parse, parse.GetRequiredValue(file), cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(CliConsole console, ParseResult parse, string file, CancellationToken cancellationToken)
    {
        var text = await FilterText.ReadAsync(file, cancellationToken);
        var folder = file == FilterText.Input ? "." : Path.GetDirectoryName(Path.GetFullPath(file))!;
        var cases = await new FilterCaseReader(FilterText.NameOf(file), folder).ReadAsync(text, cancellationToken);
        var ready = cases.Filter.Compile();
        using var store = cases.NeedStore ? StoreSession.OpenForReading(parse.DataFolder()) : null;
        if (store is not null)
            await KnownWatchlists.RequireAsync(ready, store, parse.CatalogFolders(), cancellationToken);
        var run = new FilterCaseRun(ready, store, console.Time);
        var verdicts = new List<CaseVerdict>();
        foreach (var one in cases.Cases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            verdicts.Add(await run.RunAsync(one, cancellationToken));
        }

        if (parse.WantsJson())
            CliJson.Write(console, CheckedFilterJson.Of(ready, verdicts));
        else
            WriteText(console, verdicts);
        return (int)(verdicts.Exists(verdict => verdict.Fault is not null) ? ExitCode.BadNews : ExitCode.Done);
    }

    static void WriteText(CliConsole console, List<CaseVerdict> verdicts)
    {
        var table = new TextTable("case", "must", "does", "");
        foreach (var verdict in verdicts)
            table.Add(verdict.Case.Name, Words(verdict.Case.Passes), Words(verdict.Passes), verdict.Fault is null ? "right" : $"WRONG: {verdict.Fault}");
        table.WriteTo(console.Out);
        var wrong = verdicts.Count(verdict => verdict.Fault is not null);
        console.WriteLine($"{verdicts.Count - wrong} of {verdicts.Count} cases are right.");
    }

    static string Words(bool passes) => passes ? "pass" : "not pass";
}
