using System.CommandLine;
using Boom.Cli.Hosting;
using Boom.Cli.Parsing;
using Boom.Cli.Rendering;

namespace Boom.Cli.Commands.DeadLetters;

/// <summary><c>boom dead-letters replay ID…</c>: through the pipeline again, from the stage that gave up.</summary>
internal static class ReplayCommand
{
    public static Command Create(CliConsole console)
    {
        var command = new Command("replay", "Send dead letters through the pipeline again; exit 1 if any fails again.");
        var (ids, all) = DeadLettersCommand.Selection(command);
        command.SetAction((parse, cancellationToken) =>
            RunAsync(console, parse, parse.GetValue(ids) ?? [], parse.GetValue(all), cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(CliConsole console, ParseResult parse, string[] ids, bool all, CancellationToken cancellationToken)
    {
        // A folder without a store has no letters; starting the pipeline would make one.
        using (StoreSession.OpenForReading(parse.DataFolder()))
        {
        }

        var settings = new PipelineSettings(parse.DataFolder(), SurveyOption.Supported, Workers: null, parse.GetValue(GlobalOptions.Verbose));
        var view = new PlainRunView(console.Error, console.Error);
        await using var host = await PipelineHost.StartAsync(settings, console.Time, view.Warn, cancellationToken);
        var chosen = await DeadLettersCommand.ChooseAsync(host.Alerts, ids, all, cancellationToken);
        var outcome = await DeadLetterReplay.RunAsync(host, chosen, view, console.Time, cancellationToken);
        if (parse.WantsJson())
            WriteJson(console, outcome);
        else
            WriteText(console, outcome);
        foreach (var id in outcome.Unknown)
            console.Error.WriteLine($"There is no dead letter {id}.");
        return (int)(outcome.Failed.Count == 0 && outcome.Unknown.Count == 0 ? ExitCode.Done : ExitCode.BadNews);
    }

    static void WriteJson(CliConsole console, ReplayOutcome outcome) => JsonOutput.WriteLine(console.Out, writer =>
    {
        DeadLetterOutput.WriteIds(writer, "succeeded", outcome.Succeeded);
        DeadLetterOutput.WriteIds(writer, "failed", outcome.Failed.Select(letter => letter.Id));
        DeadLetterOutput.WriteIds(writer, "unknown", outcome.Unknown);
    });

    static void WriteText(CliConsole console, ReplayOutcome outcome)
    {
        console.WriteLine($"{DocumentText.Plural(outcome.Succeeded.Count, "dead letter")} processed, {DocumentText.Whole(outcome.Failed.Count)} failed again.");
        if (outcome.Failed.Count == 0)
            return;
        var table = new TextTable("id", "reason", "detail");
        foreach (var letter in outcome.Failed)
            table.Add(letter.Id, letter.Reason, letter.Detail);
        table.WriteTo(console.Out, "  ");
    }
}
