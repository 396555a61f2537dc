using System.Globalization;

namespace Boom.Lab.Bench.Services;

/// <summary>The rounds of the sections, each on queues and a database that are empty.</summary>
internal sealed class SectionRounds(
    string folder, ServicesOptions options, BenchServers servers, BenchTopics topics, BenchQueues queues, BenchStore store, PacketPool pool,
    IReadOnlyList<ServerProcess> localServers, TimeProvider time)
{
    /// <summary>The consumer is so fast that it reads the night this often.</summary>
    const int ReadingNights = 3;

    /// <summary>Packets at the beginning of the night with which programs and store warm up.</summary>
    public const int WarmUp = 2000;
    const int DefaultBatchSize = 100;
    const string PacketAge = "alert_worker_packet_age_seconds";

    static readonly TimeSpan FastInterval = TimeSpan.FromMilliseconds(20);

    int _round;
    string? _readingTopic;
    string? _nightTopic;

    public async Task<ServicesRound> RunAsync(string section, CancellationToken cancellationToken)
    {
        _round++;
        try
        {
            return section switch
            {
                ServicesSection.ConsumerKey => await ReadAsync(cancellationToken),
                ServicesSection.WorkerKey => await StoreAsync(cancellationToken),
                ServicesSection.AllKey => await AllAsync(cancellationToken),
                _ => await PacedAsync(cancellationToken),
            };
        }
        finally
        {
            await queues.ClearAsync();
            await store.ClearAsync();
        }
    }

    async Task<ServicesRound> ReadAsync(CancellationToken cancellationToken)
    {
        var count = ReadingNights * (pool.Length - WarmUp);
        _readingTopic ??= await PublishAsync("reading", count, cancellationToken);
        var bare = await topics.ReadAsync(_readingTopic, count, cancellationToken);
        await using var programs = new ProgramSet(Environment(_readingTopic), folder, time);
        await programs.StartAsync(ProgramKind.Consumer, options.Consumers, cancellationToken);

        // The first reading is for warming up. For the second the queue loses everything, which the consumer notices: it reads again.
        await new RoundWatch(programs.All, [], 0, time).RunAsync(queues.WaitingPacketsAsync, count, FastInterval, cancellationToken);
        await programs.SettleAsync(cancellationToken);
        await queues.ClearAsync();
        var watch = new RoundWatch(programs.All, localServers, 0, time);
        await watch.RunAsync(queues.WaitingPacketsAsync, count, FastInterval, cancellationToken);
        await programs.StopAsync();
        return Round(watch, 0, count, bare);
    }

    async Task<ServicesRound> StoreAsync(CancellationToken cancellationToken)
    {
        var topic = $"boom-bench-{servers.Id}-queued";
        PaceSamples bare;
        using (var alone = store.Open(time))
            bare = await StoreAlone.WriteAsync(alone, pool, topic, BatchSize(), time, cancellationToken);
        await store.ClearAsync();
        await using var programs = new ProgramSet(Environment(topic), folder, time);
        await programs.StartAsync(ProgramKind.AlertWorker, options.AlertWorkers, cancellationToken);
        await queues.PlaceAsync(pool, 0, WarmUp, topic, cancellationToken);
        await new RoundWatch(programs.All, [], 0, time).RunAsync(
            async token => WarmUp - await queues.WaitingPacketsAsync(token), WarmUp, FastInterval, cancellationToken);
        await programs.SettleAsync(cancellationToken);
        var watch = new RoundWatch(programs.All, localServers, WarmUp, time);
        await queues.PlaceAsync(pool, WarmUp, pool.Length, topic, cancellationToken);
        await watch.RunAsync(async token => pool.Length - await queues.WaitingPacketsAsync(token), pool.Length, FastInterval, cancellationToken);
        await programs.StopAsync();
        return Round(watch, WarmUp, pool.Length, bare);
    }

    async Task<ServicesRound> AllAsync(CancellationToken cancellationToken)
    {
        _nightTopic ??= await PublishAsync("night", pool.Length, cancellationToken);
        await using var programs = new ProgramSet(Environment(_nightTopic), folder, time);
        return await EnrichAsync(programs, playing: null, cancellationToken);
    }

    async Task<string> PublishAsync(string name, int count, CancellationToken cancellationToken)
    {
        var topic = await topics.CreateAsync(name);
        await topics.PublishAsync(topic, pool, count, rate: null, cancellationToken);
        return topic;
    }

    async Task<ServicesRound> PacedAsync(CancellationToken cancellationToken)
    {
        var topic = await topics.CreateAsync(FormattableString.Invariant($"paced-{_round}"));
        await using var programs = new ProgramSet(Environment(topic), folder, time);
        return await EnrichAsync(programs, () => topics.PublishAsync(topic, pool, pool.Length, options.Rate, cancellationToken), cancellationToken);
    }

    async Task<ServicesRound> EnrichAsync(ProgramSet programs, Func<Task>? playing, CancellationToken cancellationToken)
    {
        await programs.StartAsync(ProgramKind.Enricher, options.Enrichers, cancellationToken);
        await programs.StartAsync(ProgramKind.AlertWorker, options.AlertWorkers, cancellationToken);
        await programs.StartAsync(ProgramKind.Consumer, options.Consumers, cancellationToken);
        var watch = new RoundWatch(programs.All, localServers, WarmUp, time);
        var played = playing?.Invoke() ?? Task.CompletedTask;
        await watch.RunAsync(_ => ValueTask.FromResult(watch.ProcessedBy(ProgramKind.Enricher)), pool.Length, RoundWatch.ScrapeInterval, cancellationToken);
        await played;
        await programs.StopAsync();
        var round = Round(watch, WarmUp, pool.Length, bare: null);
        if (playing is null)
            return round;
        var worker = watch.Looks[ProgramKind.AlertWorker.Name];
        return round with { P50Seconds = worker.Quantile(PacketAge, 0.5), P99Seconds = worker.Quantile(PacketAge, 0.99) };
    }

    // What the user has set for the programs holds, but for what keeps the benchmark to itself and the consumer from waiting for room.
    Dictionary<string, string?> Environment(string topic)
    {
        var environment = servers.ChildEnvironment(queues.ConnectionString, store.ConnectionString);
        environment["Consumer__Topics__0"] = topic;
        environment["Consumer__GroupId"] = topics.NewGroup(FormattableString.Invariant($"round-{_round}"));
        environment["Consumer__CommitInterval"] = "00:00:01";
        environment["Consumer__MaxQueueMessages"] = "10000000";
        environment["Consumer__MaxQueueBytes"] = "1000000000000";
        return environment;
    }

    static int BatchSize() =>
        int.TryParse(System.Environment.GetEnvironmentVariable("AlertWorker__BatchSize"), NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0
            ? size
            : DefaultBatchSize;

    static ServicesRound Round(RoundWatch watch, long from, long to, PaceSamples? bare)
    {
        var kinds = new[] { ProgramKind.Consumer, ProgramKind.AlertWorker, ProgramKind.Enricher }.ToDictionary(kind => kind.Name);
        return new ServicesRound(
            watch.Pace.MiddlePerSecond(from, to), bare?.MiddlePerSecond(from, to) ?? double.NaN,
            watch.Pace.LongestPause(from), bare?.LongestPause(from) ?? TimeSpan.Zero, null, null,
            [.. watch.Looks.Select(looks => (
                looks.Key,
                kinds.TryGetValue(looks.Key, out var kind) ? ProgramFigures.Of(kind, looks.Value) : ProgramFigures.OfServer(looks.Value)))]);
    }
}
