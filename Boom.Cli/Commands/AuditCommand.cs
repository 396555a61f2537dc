using System.CommandLine;
using Boom.Cli.Rendering;
using Boom.Cli.Rendering.Json;
using Boom.Core.Surveys;
using Boom.Embedded;
using Boom.Embedded.Accounts;
using Boom.Enricher;
using Boom.Hosting;
using Boom.Hosting.Stages;

namespace Boom.Cli.Commands;

/// <summary><c>boom audit</c>: is every packet accounted for? And, on servers, is every alert on its way to the enricher?</summary>
internal static class AuditCommand
{
    public static Command Create(CliConsole console)
    {
        var command = new Command("audit", "Account for every packet, per topic and partition; exit 1 if any is lost.");
        var repair = new Option<bool>("--repair")
        {
            Description = "Close the account of played packets that no input can bring back. On servers: put stored alerts that were never enriched, "
                + "and do not wait for it, back in the enrichment queue.",
        };
        command.Add(repair);
        command.SetAction((parse, cancellationToken) => RunAsync(console, parse, parse.GetValue(repair), cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(CliConsole console, ParseResult parse, bool repair, CancellationToken cancellationToken)
    {
        var started = console.Time.GetTimestamp();
        var servers = ServerSettings.FromEnvironment();
        if (repair)
            RequireServers(servers);
        using var store = repair ? StoreSession.OpenForWriting(parse.DataFolder()) : StoreSession.OpenForReading(parse.DataFolder());
        long? closed = repair && servers.Kafka is null ? await PlayRepair.RunAsync(store.Journal, store.Alerts, cancellationToken) : null;
        var account = await AccountReader.ReadAsync(store.Alerts, store.Reader, store.Journal, AccountScope.Of(store.Journal, servers.Kafka), cancellationToken);
        List<string> findings = [.. await AuditFindings.FindAsync(store.Alerts, store.Reader, account, cancellationToken)];
        if (!repair && ServerQueues.AreNamed(servers))
            findings.AddRange(await EnrichmentFindings.FindAsync(servers, store.Alerts, console.Time, cancellationToken));
        var repaired = repair && ServerQueues.AreNamed(servers) ? await RepairAsync(store, servers, console.Time, cancellationToken) : [];
        var simulated = await SimulatedTopics.ReadAsync(store.Journal, servers, SurveyCatalog.Default.Supported, cancellationToken);
        var pauses = await IntakeRemarks.FindAsync(store.Alerts, cancellationToken);
        var due = await DueAtFilters.FindAsync(servers, store.Filters, console.Time, cancellationToken);
        if (parse.WantsJson())
        {
            CliJson.Write(console, new AccountJson(account, console.Time.GetElapsedTime(started))
            {
                Findings = findings,
                Repair = repair ? RepairJson.Of(repaired, closed) : null,
                Simulated = simulated.Packets,
                Paused = pauses,
                DueAtFilters = due.ToDictionary(survey => survey.Survey.ToUpperName(), survey => new DueJson(survey.Count, survey.Queued)),
            });
        }
        else
        {
            if (account.Topics.Count == 0)
                console.WriteLine("Nothing has been published yet: 0 in, 0 accounted for.");
            else
                AccountOutput.WriteTable(console, account);
            simulated.ToLines().Concat(pauses).Concat(due.Select(survey => survey.ToString())).ToList().ForEach(console.WriteLine);
            AuditOutput.Write(console, findings, repaired, closed);
        }

        return (int)(findings.Count == 0 ? ExitCode.Done : ExitCode.BadNews);
    }

    static void RequireServers(ServerSettings servers)
    {
        if (servers is not { Kafka: null, Valkey: null } && !ServerQueues.AreNamed(servers))
        {
            throw new ExitException(
                ExitCode.Usage,
                "--repair needs the queue server and the store of the programs: set both ConnectionStrings__valkey and ConnectionStrings__alertdb.");
        }
    }

    static async Task<List<(Survey Survey, ForwardOutcome Outcome)>> RepairAsync(
        StoreSession store, ServerSettings servers, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var queues = await ServerQueues.ConnectAsync(servers, time);
        var repaired = new List<(Survey, ForwardOutcome)>();
        foreach (var survey in SurveyCatalog.Default.Supported)
            repaired.Add((survey, await new UnenrichedAlerts(survey, queues.Enrichment(survey), store.Alerts, time).ForwardAllAsync(cancellationToken)));
        return repaired;
    }
}
