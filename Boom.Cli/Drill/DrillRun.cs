using Boom.Core.Accounting;
using Boom.Core.Alerts;
using Boom.Core.Pipeline;
using Boom.Core.Simulation;
using Boom.Embedded;
using Boom.Messaging.Kafka;
using Boom.Messaging.Queues;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace Boom.Cli.Drill;

/// <summary>
/// One run: a night is published, the programs take it in while the faults of the seed happen, and when all is mended and done every packet
/// and every document is looked at.
/// </summary>
/// <param name="servers">The servers, which run.</param>
/// <param name="settings">Size of the night and of the pools.</param>
/// <param name="folder">Empty folder for logs.</param>
/// <param name="time">Clock.</param>
internal sealed class DrillRun(DrillServers servers, DrillSettings settings, string folder, TimeProvider time)
{
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    const int MostTries = 50;

    static readonly TimeSpan Quiet = TimeSpan.FromSeconds(4);

    readonly List<string> _problems = [];

    /// <summary>Runs it.</summary>
    /// <param name="seed">Seed of night and faults.</param>
    /// <param name="number">Number of the run on these servers, from 0: every one has a date of its own.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<DrillResult> RunAsync(ulong seed, int number, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var options = new SimulationOptions { Alerts = settings.Alerts, Seed = seed, Night = SimulationOptions.FirstNight.AddDays(number) };
        var night = new DrillNight(new SimulatedNight(options));
        await servers.CleanAsync(FormattableString.Invariant($"{seed}"), cancellationToken);
        using var reference = await DrillReference.CreateAsync(night, Path.Combine(folder, "reference.db"), time.GetUtcNow(), cancellationToken);
        using var store = DrillStore.Open(servers, FormattableString.Invariant($"drill_{seed}"), folder, settings.CutoutsInFolder, time);
        using var admin = new KafkaAdmin(servers.KafkaDirect);
        await admin.EnsureTopicAsync(options.Topic, EmbeddedBroker.PartitionCount);

        var plan = PlanOf(seed);
        await using var programs = DrillPrograms.Start(settings, options.Topic, Variables(store), folder, time);
        await Task.Delay(settings.Idle, time, cancellationToken);
        var faults = new FaultRunner(servers, programs, time);
        await Task.WhenAll(PublishAsync(night, admin, options.Topic, cancellationToken), faults.RunAsync(plan, cancellationToken));
        _problems.AddRange(faults.Problems);

        var mended = time.GetTimestamp();
        var packets = await WaitAsync(store, admin, options.Topic, programs, cancellationToken);
        var recovery = time.GetElapsedTime(mended);
        if (settings.Again)
            packets = await PlayAgainAsync(night, store, admin, options.Topic, programs, cancellationToken);
        Compare(night, packets);
        var check = new DrillCheck(store.Alerts, store.Reader, reference, reference);
        await check.RunAsync(night, cancellationToken);
        _problems.AddRange(check.Sentences);
        await CheckQueuesAsync(cancellationToken);
        _problems.AddRange(await programs.StopAsync(cancellationToken));
        return new DrillResult(
            seed, plan, packets.Published, check.Lost + packets.Unaccounted + packets.Waiting, check.Duplicated, check.HalfStored, recovery,
            time.GetElapsedTime(began), _problems);
    }

    IReadOnlyList<DrillFault> PlanOf(ulong seed) => settings.Away.Count > 0
        ? [.. settings.Away.Select(away => new DrillFault(settings.Night / 3, DrillFaultKind.StopServer, away.Server, away.Duration))]
        : DrillPlan.Create(seed, DrillPrograms.NamesOf(settings), [.. servers.Names.Except(settings.Spared)], settings.Night, servers.MayKill);

    Dictionary<string, string?> Variables(DrillStore store) => new()
    {
        ["ConnectionStrings__kafka"] = DrillServers.Address(servers.Kafka.Proxy.Port),
        ["ConnectionStrings__valkey"] = DrillServers.Address(servers.Valkey.Proxy.Port) + ",connectTimeout=1000,syncTimeout=2000,asyncTimeout=2000",
        ["ConnectionStrings__alertdb"] = store.ConnectionString,
        ["Cutouts__Store"] = store.Cutouts.Store,
        ["Cutouts__Folder"] = store.Cutouts.Folder,
    };

    async Task PublishAsync(DrillNight night, KafkaAdmin admin, string topic, CancellationToken cancellationToken)
    {
        await using var publisher = new PacketPublisher(servers.KafkaDirect, time, NullLogger.Instance);
        var rate = night.Count!.Value / settings.Night.TotalSeconds;
        await new PlainPlayer(publisher, admin, time).PlayAsync(night, topic, rate, onPublished: null, cancellationToken);
    }

    /// <summary>Waits until every packet has an outcome and every alert is enriched.</summary>
    async Task<PacketAccount> WaitAsync(
        DrillStore store, KafkaAdmin admin, string topic, DrillPrograms programs, CancellationToken cancellationToken)
    {
        // A broker that has just come back may not lead its partitions yet.
        var published = (await AskAsync(() => ValueTask.FromResult(admin.ReadWatermarks(topic)), cancellationToken))
            .Select((marks, partition) => new PublishedRange(topic, partition, marks.Low, marks.High, marks.Low))
            .ToList();
        var moved = time.GetTimestamp();
        var before = (0L, 0L);
        while (true)
        {
            var ledger = await AskAsync(() => store.Alerts.ReadLedgerAsync(topic, cancellationToken), cancellationToken);
            var packets = NightAccount.Compute(published, ledger, new Dictionary<string, long>()).Packets;
            var isStored = packets.Waiting == 0 && packets.Unaccounted == 0;

            // Dear on a store that looks at every alert for it.
            IReadOnlyList<long> unenriched = isStored
                ? await AskAsync(() => store.Alerts.FindUnenrichedAsync(Survey.Ztf, long.MinValue, 1, cancellationToken), cancellationToken)
                : [];
            if (isStored && unenriched.Count == 0)
                return packets;
            if (programs.All.Select(program => program.FindEnd()).OfType<string>().FirstOrDefault() is { } ended)
            {
                _problems.Add(ended);
                return packets;
            }

            var now = (packets.AccountedFor, unenriched.Count > 0 ? unenriched[0] : 0);
            if (now != before)
                moved = time.GetTimestamp();
            before = now;
            if (time.GetElapsedTime(moved) > settings.Patience)
            {
                _problems.Add($"Nothing has moved for {settings.Patience.TotalSeconds} s: {packets}, first alert not enriched {now.Item2}");
                return packets;
            }

            await Task.Delay(Look, time, cancellationToken);
        }
    }

    // A worker that stood still may yet finish what another has done since: to the same effect, but with another time of writing.
    async Task<DrillFingerprint> SettleAsync(DrillNight night, DrillStore store, CancellationToken cancellationToken)
    {
        await CheckQueuesAsync(cancellationToken);
        var before = await DrillFingerprint.ReadAsync(night, store, cancellationToken);
        for (var tries = 0; tries < MostTries; tries++)
        {
            await Task.Delay(Quiet, time, cancellationToken);
            var now = await DrillFingerprint.ReadAsync(night, store, cancellationToken);
            if (now == before)
                break;
            before = now;
        }

        return before;
    }

    // A server that has just come back may be slow to answer.
    async Task<T> AskAsync<T>(Func<ValueTask<T>> question, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await question();
            }
            catch (TransientFaultException) when (tries < MostTries)
            {
                await Task.Delay(Look, time, cancellationToken);
            }
        }
    }

    // The same night once more: every packet a duplicate, every document as it was.
    async Task<PacketAccount> PlayAgainAsync(
        DrillNight night, DrillStore store, KafkaAdmin admin, string topic, DrillPrograms programs, CancellationToken cancellationToken)
    {
        var before = await SettleAsync(night, store, cancellationToken);
        var first = await WaitAsync(store, admin, topic, programs, cancellationToken);
        await PublishAsync(night, admin, topic, cancellationToken);
        var packets = await WaitAsync(store, admin, topic, programs, cancellationToken);
        var after = await DrillFingerprint.ReadAsync(night, store, cancellationToken);
        if (before != after)
            _problems.Add($"Documents have changed when the night was published again: {before} became {after}");
        if (packets.Stored != first.Stored || packets.Duplicates != first.Duplicates + night.Alerts + night.Repeats)
            _problems.Add($"Published again, the night gave {packets} after {first}");
        return packets with
        {
            Published = packets.Published - night.Count!.Value,
            Duplicates = packets.Duplicates - night.Alerts - night.Repeats,
            DeadLettered = packets.DeadLettered - night.Damaged,
        };
    }

    void Compare(DrillNight night, PacketAccount packets)
    {
        if (packets.Published != night.Count)
            _problems.Add($"{packets.Published} packets are in the topic, {night.Count} were published");
        if (packets.Stored != night.Alerts || packets.Duplicates != night.Repeats || packets.DeadLettered != night.Damaged)
            _problems.Add($"The ledger says {packets}; published were {night.Alerts} alerts, {night.Repeats} repeats and {night.Damaged} damaged packets");
    }

    // A worker that was killed leaves a lease, which ends by itself.
    async Task CheckQueuesAsync(CancellationToken cancellationToken)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(DrillServers.Address(servers.Valkey.Port));
        foreach (var name in new[] { QueueNames.Packets(Survey.Ztf), QueueNames.Enrichment(Survey.Ztf) })
        {
            var queue = new ValkeyQueue(connection, name, time);
            var began = time.GetTimestamp();
            var status = await queue.GetStatusAsync(cancellationToken);
            while (status.Ready + status.Leased > 0 && time.GetElapsedTime(began) < TimeSpan.FromSeconds(15))
            {
                await Task.Delay(Look, time, cancellationToken);
                status = await queue.GetStatusAsync(cancellationToken);
            }

            if (status.Ready + status.Leased > 0)
                _problems.Add($"{name} still holds {status.Ready} messages, and {status.Leased} are leased");
        }
    }
}
