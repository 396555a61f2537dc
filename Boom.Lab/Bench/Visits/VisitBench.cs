using System.Globalization;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Embedded;
using Boom.Hosting;
using Boom.Lab.Bench.Services;
using Boom.Messaging.Kafka;
using Boom.Simulation;
using Boom.Storage.Sqlite;
using Boom.Testing;
using Confluent.Kafka;

namespace Boom.Lab.Bench.Visits;

/// <summary>
/// <c>boom bench visits</c>: a telescope that sends all alerts of a visit at once, visit after visit, and <c>boom run</c> that reads them from a real broker. The
/// packets are loaded beforehand and released at their times, so that making them takes nothing from the reader.
/// </summary>
/// <param name="folder">Existing folder for everything it writes.</param>
/// <param name="options">What is sent.</param>
/// <param name="servers">The broker.</param>
/// <param name="report">Hears what is being done.</param>
internal sealed class VisitBench(string folder, VisitOptions options, ServerSettings servers, TimeProvider time, Action<string> report)
{
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);
    static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    // Nothing more is stored for so long: something is wrong, and the figures say what is lacking.
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly string _brokers = servers.Kafka ?? throw new ExitException(
        ExitCode.Usage, "boom bench visits needs a broker: set ConnectionStrings__kafka, e.g. to localhost:9092.");

    readonly string _topic = FormattableString.Invariant($"boom-bench-visits-{time.GetUtcNow().ToUnixTimeSeconds():x}");

    /// <summary>Measures. The topic is deleted in the end.</summary>
    public async Task<VisitFigures> RunAsync(CancellationToken cancellationToken)
    {
        using var admin = new KafkaAdmin(_brokers, servers.Security);
        await EnsureTopicAsync(admin, cancellationToken);
        var visits = new List<LoadedVisit>();
        try
        {
            Load(visits, cancellationToken);
            return await MeasureAsync(visits, cancellationToken);
        }
        finally
        {
            visits.ForEach(visit => visit.Dispose());
            await DeleteTopicAsync();
        }
    }

    async Task EnsureTopicAsync(KafkaAdmin admin, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var waits = new RetryOptions { FirstWait = TimeSpan.FromMilliseconds(100), LongestWait = TimeSpan.FromSeconds(1) };
        await new Retry(waits, time, seed: 1).RunAsync(
            async _ => await admin.EnsureTopicAsync(_topic, options.Partitions) == options.Partitions
                ? 0
                : throw new TransientFaultException($"The broker has not all partitions of {_topic} yet."),
            cancellationToken, () => time.GetElapsedTime(began) < StartLimit);
    }

    async Task DeleteTopicAsync()
    {
        var config = servers.Security.ApplyTo(new AdminClientConfig());
        config.BootstrapServers = _brokers;
        using var client = new AdminClientBuilder(config).SetLogHandler((_, _) => { }).Build();
        await client.DeleteTopicsAsync([_topic]);
    }

    void Load(List<LoadedVisit> visits, CancellationToken cancellationToken)
    {
        var night = new SimulatedNight(new SimulationOptions { Survey = options.Survey, Alerts = options.Visits * options.Alerts, Visit = options.Alerts });
        var began = time.GetTimestamp();
        var first = time.GetUtcNow();
        for (var i = 0; i < options.Visits; i++)
        {
            report(FormattableString.Invariant($"loading visit {i + 1} of {options.Visits}: {options.Alerts:#,0} packets"));
            visits.Add(LoadedVisit.Load(
                _brokers, servers.Security, _topic, options.Partitions, FormattableString.Invariant($"{_topic}-{i}"),
                night.Packets(i * options.Alerts).Take(options.Alerts), first + (options.Cadence * i), cancellationToken));
        }

        if (time.GetElapsedTime(began) + (options.Cadence * options.Visits) > LoadedVisit.LongestHold)
            throw new ExitException(ExitCode.Usage, $"So many visits cannot be held until their time, which is {LoadedVisit.LongestHold.TotalMinutes} min: give fewer, or a shorter cadence.");
    }

    async Task<VisitFigures> MeasureAsync(List<LoadedVisit> visits, CancellationToken cancellationToken)
    {
        var data = Path.Combine(folder, "data");
        var port = FreePorts.Take(1)[0];
        report("starting boom run");
        await using var run = ChildProcess.Start(
            "boom run", "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "boom.dll"), "run", "--survey", options.Survey.ToLowerName(), "--data", data, "--http-port", port.ToString(CultureInfo.InvariantCulture)],
            Variables(), Path.Combine(folder, "run.log"));
        using var http = new HttpClient { BaseAddress = new Uri(FormattableString.Invariant($"http://127.0.0.1:{port}/")), Timeout = TimeSpan.FromSeconds(30) };
        await UntilReadyAsync(run, http, cancellationToken);
        var watch = new VisitWatch(options, time);
        while (!watch.IsDone(Patience))
        {
            ThrowIfEnded(run);
            if (watch.Due is { } due)
            {
                visits[due].Release();
                watch.Released();
                report(FormattableString.Invariant($"visit {due + 1} released"));
            }

            watch.Note(await ReadStoredAsync(http, cancellationToken), run.ResidentBytes, VisitWatch.OwnBytesOf(run.Id));
            await Task.Delay(Look, time, cancellationToken);
        }

        var cpu = run.ProcessorTime;
        run.Signal(ChildProcess.SigTerm);
        await run.WaitAsync(StopLimit, cancellationToken);
        return watch.ToFigures(await ReadLedgerAsync(data, cancellationToken), cpu);
    }

    Dictionary<string, string?> Variables()
    {
        var variables = new Dictionary<string, string?>
        {
            ["ConnectionStrings__kafka"] = _brokers,
            ["ConnectionStrings__valkey"] = null,
            ["ConnectionStrings__alertdb"] = null,
            ["Consumer__Topics__0"] = _topic,
        };
        return variables;
    }

    async Task UntilReadyAsync(ChildProcess run, HttpClient http, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                _ = await http.GetStringAsync("metrics", cancellationToken);
                return;
            }
            catch (HttpRequestException) when (time.GetElapsedTime(began) < StartLimit)
            {
                ThrowIfEnded(run);
                await Task.Delay(Look, time, cancellationToken);
            }
        }
    }

    static void ThrowIfEnded(ChildProcess run)
    {
        if (run.HasExited)
            throw new ExitException(ExitCode.Missing, $"boom run has ended with exit code {run.ExitCode}: {run.Tail()}");
    }

    static async Task<long> ReadStoredAsync(HttpClient http, CancellationToken cancellationToken) =>
        (long)MetricsPage.Parse(await http.GetStringAsync("metrics", cancellationToken)).Sum(ProgramKind.AlertWorker.Processed);

    async Task<(long Accounted, long DeadLettered)> ReadLedgerAsync(string data, CancellationToken cancellationToken)
    {
        using var store = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(data, "boom.db"), Recover = false });
        var ledger = await store.ReadLedgerAsync(_topic, cancellationToken);
        long Count(params PacketOutcome[] outcomes) => ledger.Sum(partition => outcomes.Sum(partition.Count));
        return (Count(PacketOutcome.Stored, PacketOutcome.Duplicate, PacketOutcome.Rejected, PacketOutcome.DeadLettered), Count(PacketOutcome.DeadLettered));
    }
}
