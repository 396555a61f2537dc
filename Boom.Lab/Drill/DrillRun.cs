using Boom.Core.Queues;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Embedded.Servers;
using Boom.Messaging.Queues;
using Boom.Simulation;
using StackExchange.Redis;

namespace Boom.Lab.Drill;

/// <summary>
/// One run: a night is published, the programs take it in while the faults of the seed happen, and when all is mended and done every packet
/// and every document is looked at.
/// </summary>
/// <param name="folder">Empty folder for logs.</param>
internal sealed class DrillRun(DrillServers servers, DrillSettings settings, string folder, TimeProvider time)
{
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    static readonly RetryOptions Waits = new() { FirstWait = Look, LongestWait = Look };

    const int MostTries = 50;
    const int JunkPackets = 50;

    // No night of a drill has this date.
    const int JunkDay = 6000;

    static readonly TimeSpan Quiet = TimeSpan.FromSeconds(4);

    readonly List<string> _problems = [];

    /// <param name="number">Number of the run on these servers, from 0: every one has a date of its own.</param>
    public async Task<DrillResult> RunAsync(ulong seed, int number, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var options = new SimulationOptions { Alerts = settings.Alerts, Seed = seed, Night = SimulationOptions.FirstNight.AddDays(number) };
        var night = new DrillNight(new SimulatedNight(options));
        await servers.CleanAsync(FormattableString.Invariant($"{seed}"), cancellationToken);
        using var reference = await DrillReference.CreateAsync(night, Path.Combine(folder, "reference.db"), time.GetUtcNow(), cancellationToken);
        using var store = DrillStore.Open(servers, FormattableString.Invariant($"drill_{seed}"), folder, settings.CutoutsInFolder, time);
        await using var publisher = new DrillPublisher(night, servers.KafkaDirect, options.Topic, time);
        await publisher.OpenAsync(EmbeddedBroker.PartitionCount, cancellationToken);

        var catalogs = new DrillCatalogs(Path.Combine(folder, "catalogs"), night, time);
        catalogs.Begin();
        var clocks = new DrillClocks(DrillClocks.Find(), folder);
        var plan = PlanOf(seed);
        var wrongClocks = plan.Where(fault => DrillPlan.IsOfClock(fault.Kind)).Select(fault => fault.Target).ToHashSet();
        await using var programs = DrillPrograms.Start(settings, options.Topic, Variables(store, catalogs), clocks, wrongClocks, folder, time);
        await Task.Delay(settings.Idle, time, cancellationToken);
        var junk = new SimulatedNight(options with { Night = SimulationOptions.FirstNight.AddDays(JunkDay), Alerts = JunkPackets });
        var random = new Random(unchecked((int)seed));
        var faults = new FaultRunner(
            servers, programs, clocks, new BrokerFaults(servers, publisher, store.Alerts, junk, random, time),
            new QueueFaults(servers, programs, publisher, store.Alerts, random, time), catalogs, time);
        await Task.WhenAll(publisher.PlayAsync(settings.Night, cancellationToken), faults.RunAsync(plan, cancellationToken));
        await publisher.AloneAsync(() => Task.CompletedTask, cancellationToken);
        _problems.AddRange(faults.Problems);

        var mended = time.GetTimestamp();
        var account = await WaitAsync(store, publisher, programs, cancellationToken);
        var recovery = time.GetElapsedTime(mended);
        if (account.IsSettled)
            account = await SendAgainAsync(night, store, publisher, programs, cancellationToken) ?? account;
        if (account.IsSettled && settings.Again)
            account = await PlayAgainAsync(night, store, publisher, programs, cancellationToken);
        await CompareAsync(night, store, publisher, cancellationToken);
        await CheckJunkAsync(junk, store, cancellationToken);
        var check = new DrillCheck(store, reference);
        await check.RunAsync(night, cancellationToken);
        _problems.AddRange(check.Sentences);
        _problems.AddRange(await catalogs.CheckAsync(store.Alerts, store.Reader, cancellationToken));
        await CheckQueuesAsync(cancellationToken);
        _problems.AddRange(await programs.StopAsync(cancellationToken));
        var packets = account.Packets;
        return new DrillResult(
            seed, plan, packets.Published, packets.Expired, check.Lost + packets.Unaccounted + packets.Waiting, check.Duplicated, check.HalfStored, recovery,
            time.GetElapsedTime(began), _problems);
    }

    IReadOnlyList<DrillFault> PlanOf(ulong seed)
    {
        if (settings.Away.Count > 0)
            return [.. settings.Away.Select(away => new DrillFault(settings.Night / 3, DrillFaultKind.StopServer, away.Server, away.Duration))];
        var programs = DrillPrograms.NamesOf(settings);
        var upgrades = settings.Before is null ? [] : DrillPlan.Upgrade(seed, DrillPrograms.EarlierOf(programs), settings.Night);
        return DrillPlan.Create(seed, programs, [.. servers.Names.Append(DrillCatalogs.Name).Except(settings.Spared)], settings.Night, servers.MayKill, settings.Kinds, upgrades);
    }

    static Dictionary<string, string?> With(Dictionary<string, string?> variables, DrillCatalogs catalogs)
    {
        foreach (var (name, value) in catalogs.Variables)
            variables[name] = value;
        return variables;
    }

    Dictionary<string, string?> Variables(DrillStore store, DrillCatalogs catalogs) => With(new()
    {
        ["ConnectionStrings__kafka"] = DrillServers.Address(servers.Kafka.Proxy.Port),
        ["ConnectionStrings__valkey"] = DrillServers.Address(servers.Valkey.Proxy.Port) + ",connectTimeout=1000,syncTimeout=2000,asyncTimeout=2000",
        ["ConnectionStrings__alertdb"] = store.ConnectionString,
        ["Cutouts__Store"] = store.Cutouts.Store,
        ["Cutouts__Folder"] = store.Cutouts.Folder,
    }, catalogs);

    /// <summary>Waits until every packet has an outcome and every alert is enriched.</summary>
    async Task<DrillAccount> WaitAsync(DrillStore store, DrillPublisher publisher, DrillPrograms programs, CancellationToken cancellationToken)
    {
        var moved = time.GetTimestamp();
        var before = (0L, 0L, 0L);
        while (true)
        {
            var account = await ReadAccountAsync(store, publisher, cancellationToken);

            // Dear on a store that looks at every alert for it.
            IReadOnlyList<long> unenriched = account.IsSettled
                ? await AskAsync(() => store.Alerts.FindUnenrichedAsync(Survey.Ztf, long.MinValue, 1, cancellationToken), cancellationToken)
                : [];
            if (account.IsSettled && unenriched.Count == 0)
                return account;
            if (programs.All.Select(program => program.FindEnd()).OfType<string>().FirstOrDefault() is { } ended)
            {
                _problems.Add(ended);
                return account;
            }

            var now = (account.Packets.AccountedFor, account.Packets.Unaccounted, unenriched.Count > 0 ? unenriched[0] : 0);
            if (now != before)
                moved = time.GetTimestamp();
            before = now;
            if (time.GetElapsedTime(moved) > settings.Patience)
            {
                _problems.Add($"Nothing has moved for {settings.Patience.TotalSeconds} s: {account}, first alert not enriched {now.Item3}");
                return account;
            }

            await Task.Delay(Look, time, cancellationToken);
        }
    }

    // A broker that has just come back may not lead its partitions yet.
    async Task<DrillAccount> ReadAccountAsync(DrillStore store, DrillPublisher publisher, CancellationToken cancellationToken)
    {
        var ids = await AskAsync(() => publisher.Admin.ReadTopicIdsAsync([publisher.Topic]), cancellationToken);
        var marks = await AskAsync(() => ValueTask.FromResult(publisher.Admin.ReadWatermarks(publisher.Topic)), cancellationToken);
        var ledger = await AskAsync(() => store.Alerts.ReadLedgerAsync(publisher.Topic, cancellationToken), cancellationToken);
        var id = ids.GetValueOrDefault(publisher.Topic);
        var account = DrillAccount.Compute(id, marks, ledger);
        if (!account.IsSettled)
            return account;

        // A broker that was set back and filled again has as many packets as before: a consumer that still waits for it has not seen that they are others.
        var last = marks.Select((mark, partition) => (mark, partition, IncarnationCheck.Latest(ledger.Where(known => known.Partition == partition), id)?.LastPacket))
            .Where(place => place.LastPacket is { } packet && packet.Offset >= place.mark.Low && packet.Offset < place.mark.High)
            .Select(place => (publisher.Topic, place.partition, place.LastPacket!.Value.Offset)).ToArray();
        var packets = await AskAsync(() => ValueTask.FromResult(publisher.Admin.ReadPackets(last, cancellationToken)), cancellationToken);
        return DrillAccount.Compute(id, marks, ledger, packets.ToDictionary(found => found.Key.Partition, found => found.Value));
    }

    /// <summary>Alerts that are not stored because the broker was made to lose them are published again; null when there are none.</summary>
    async Task<DrillAccount?> SendAgainAsync(
        DrillNight night, DrillStore store, DrillPublisher publisher, DrillPrograms programs, CancellationToken cancellationToken)
    {
        var missing = new HashSet<int>();
        foreach (var packets in night.Night.Packets().Select((packet, alert) => (packet.Candid, alert)).Chunk(MostTries))
        {
            var found = await store.Alerts.ReadAlertsAsync(Survey.Ztf, [.. packets.Select(packet => packet.Candid)], cancellationToken);
            missing.UnionWith(packets.Where(packet => !found.ContainsKey(packet.Candid)).Select(packet => packet.alert));
        }

        // What the broker has and the store has not is a fault that must not be mended here.
        var (gone, missed) = publisher.Log.Explain(missing);
        if (missed.Count > 0)
            _problems.Add($"{missed.Count} alerts are not stored although the broker has their packets");
        if (gone.Count == 0)
            return null;
        await publisher.PublishAsync(gone.Select(alert => new DrillPacket(alert, false)), cancellationToken);
        await publisher.AloneAsync(() => Task.CompletedTask, cancellationToken);
        return await WaitAsync(store, publisher, programs, cancellationToken);
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
        var tries = 0;
        return await new Retry(Waits, time, seed: 1).RunAsync(_ => question(), cancellationToken, () => ++tries < MostTries);
    }

    // The same night once more: every packet a duplicate, every document as it was.
    async Task<DrillAccount> PlayAgainAsync(
        DrillNight night, DrillStore store, DrillPublisher publisher, DrillPrograms programs, CancellationToken cancellationToken)
    {
        var before = await SettleAsync(night, store, cancellationToken);
        var first = (await WaitAsync(store, publisher, programs, cancellationToken)).Packets;
        await publisher.PlayAsync(settings.Night, cancellationToken);
        var account = await WaitAsync(store, publisher, programs, cancellationToken);
        var after = await DrillFingerprint.ReadAsync(night, store, cancellationToken);
        if (before != after)
            _problems.Add($"Documents have changed when the night was published again: {before} became {after}");
        if (account.Packets.Stored != first.Stored || account.Packets.Duplicates != first.Duplicates + night.Alerts + night.Repeats)
            _problems.Add($"Published again, the night gave {account} after {first}");
        return account;
    }

    async Task CompareAsync(DrillNight night, DrillStore store, DrillPublisher publisher, CancellationToken cancellationToken)
    {
        var marks = await AskAsync(() => ValueTask.FromResult(publisher.Admin.ReadWatermarks(publisher.Topic)), cancellationToken);
        if (!marks.Select(mark => mark.High).SequenceEqual(publisher.Next))
            _problems.Add($"The partitions end at {string.Join(", ", marks.Select(mark => mark.High))}, and were written to up to {string.Join(", ", publisher.Next)}");
        var ledger = await AskAsync(() => store.Alerts.ReadLedgerAsync(publisher.Topic, cancellationToken), cancellationToken);
        _problems.AddRange(DrillAudit.Check(publisher.Log, ledger, night.Alerts));
    }

    async Task CheckJunkAsync(SimulatedNight junk, DrillStore store, CancellationToken cancellationToken)
    {
        var candids = junk.Packets().Select(packet => packet.Candid).ToArray();
        var found = await AskAsync(() => store.Alerts.ReadAlertsAsync(Survey.Ztf, candids, cancellationToken), cancellationToken);
        if (found.Count > 0)
            _problems.Add($"{found.Count} alerts of aborted transactions are stored");
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
