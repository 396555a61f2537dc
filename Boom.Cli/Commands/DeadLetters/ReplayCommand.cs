using System.CommandLine;
using Boom.Cli.Parsing;
using Boom.Cli.Rendering;
using Boom.Cli.Rendering.Json;
using Boom.Core.Store;
using Boom.Core.Text;
using Boom.Embedded;
using Boom.Embedded.Pipeline;
using Boom.Embedded.Repairs;
using Boom.Hosting;

namespace Boom.Cli.Commands.DeadLetters;

/// <summary>
/// <c>boom dead-letters replay ID…</c>: through the pipeline again, from the stage that gave up; that of this process in a data folder, that of
/// the programs on servers.
/// </summary>
internal static class ReplayCommand
{
    const int DefaultWaitSeconds = 60;

    public static Command Create(CliConsole console)
    {
        var command = new Command("replay", "Send dead letters through the pipeline again; exit 1 if any fails again.");
        var (ids, all) = DeadLettersCommand.Selection(command);
        var wait = NumberOption.Whole(
            "--wait", "On servers: wait so many seconds for the programs that run there, default 60", minimum: 0, maximum: 86_400);
        command.Add(wait);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var servers = ServerSettings.FromEnvironment();
            var chosen = (parse.GetValue(ids) ?? [], parse.GetValue(all));
            var patience = TimeSpan.FromSeconds(parse.GetValue(wait) ?? DefaultWaitSeconds);
            var outcome = ServerQueues.AreNamed(servers)
                ? await RunOnServersAsync(console, parse, servers, chosen, patience, cancellationToken)
                : await RunInFolderAsync(console, parse, chosen, cancellationToken);
            return (int)Report(console, parse.WantsJson(), outcome);
        });
        return command;
    }

    static async Task<ReplayOutcome> RunOnServersAsync(
        CliConsole console, ParseResult parse, ServerSettings servers, (string[] Ids, bool All) letters, TimeSpan patience,
        CancellationToken cancellationToken)
    {
        using var store = StoreSession.OpenForWriting(parse.DataFolder());
        await using var queues = await ServerQueues.ConnectAsync(servers, console.Time);
        var chosen = await DeadLettersCommand.ChooseAsync(store.Alerts, letters.Ids, letters.All, cancellationToken);
        return await ServerReplay.RunAsync(
            store.Alerts,
            store.Filters,
            letter => letter.Stage switch
            {
                DeadLetterStages.Alert => queues.Packets(letter.Survey),
                DeadLetterStages.Filter => queues.Filter(letter.Survey),
                _ => queues.Enrichment(letter.Survey),
            },
            chosen, patience, console.Time, cancellationToken);
    }

    static async Task<ReplayOutcome> RunInFolderAsync(
        CliConsole console, ParseResult parse, (string[] Ids, bool All) letters, CancellationToken cancellationToken)
    {
        // A folder without a store has no letters; starting the pipeline would make one.
        using (StoreSession.OpenForReading(parse.DataFolder()))
        {
        }

        var settings = new PipelineSettings(parse.DataFolder(), SurveyOption.Supported, Workers: null, parse.GetValue(GlobalOptions.Verbose));
        var view = new PlainRunView(console.Error, console.Error);
        await using var host = await PipelineHost.StartAsync(settings, console.Time, view.Warn, cancellationToken);
        var chosen = await DeadLettersCommand.ChooseAsync(host.Alerts, letters.Ids, letters.All, cancellationToken);
        return await DeadLetterReplay.RunAsync(host, chosen, view, console.Time, cancellationToken);
    }

    static ExitCode Report(CliConsole console, bool json, ReplayOutcome outcome)
    {
        if (json)
            CliJson.Write(console, new ReplayedJson(outcome.Succeeded, outcome.Failed.Select(letter => letter.Id), outcome.Unknown, outcome.Waiting));
        else
            WriteText(console, outcome);
        foreach (var id in outcome.Unknown)
            console.Complain($"There is no dead letter {id}.");
        if (outcome.Waiting.Count > 0)
        {
            console.Error.WriteLine(
                $"{DocumentText.Plural(outcome.Waiting.Count, "dead letter")} in the queue without an outcome yet: see that alert worker and enricher run; "
                + "each stays listed until it is processed.");
        }

        return outcome.Failed.Count + outcome.Unknown.Count + outcome.Waiting.Count == 0 ? ExitCode.Done : ExitCode.BadNews;
    }

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
