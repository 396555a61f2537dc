using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Messaging.Queues;
using Boom.Simulation;
using StackExchange.Redis;

namespace Boom.Lab.Drill;

/// <summary>What one survey has in a run: its night, who publishes it, and packets that must never be stored.</summary>
internal sealed class DrillPart(DrillNight night, DrillPublisher publisher, SimulatedNight junk) : IAsyncDisposable
{
    // No night of a drill has this date.
    const int JunkDay = 6000;
    const int JunkPackets = 50;
    const int MostTries = 50;

    static readonly TimeSpan LeaseEnd = TimeSpan.FromSeconds(15);
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    public Survey Survey => night.Survey;

    public DrillNight Night => night;

    public DrillPublisher Publisher => publisher;

    public SimulatedNight Junk => junk;

    /// <summary>The part of a survey in a run.</summary>
    /// <param name="options">Its night.</param>
    /// <param name="number">Number of the run on these servers: a topic that has no date gets it.</param>
    public static DrillPart Create(SimulationOptions options, int number, string bootstrapServers, TimeProvider time)
    {
        var night = new DrillNight(new SimulatedNight(options));
        var isDated = SurveyCatalog.Default.Topics(options.Survey).AreDated;
        var topic = isDated ? options.Topic : FormattableString.Invariant($"{options.Topic}-{number}");
        var junk = new SimulatedNight(options with { Night = SimulationOptions.FirstNight.AddDays(JunkDay), Alerts = JunkPackets });
        return new DrillPart(night, new DrillPublisher(night, bootstrapServers, topic, time), junk);
    }

    // A broker that has just come back may not lead its partitions yet.
    public async Task<DrillAccount> ReadAccountAsync(DrillStore store, DrillQuestions ask, CancellationToken cancellationToken)
    {
        var ids = await ask.AskAsync(() => publisher.Admin.ReadTopicIdsAsync([publisher.Topic]), cancellationToken);
        var marks = await ask.AskAsync(() => ValueTask.FromResult(publisher.Admin.ReadWatermarks(publisher.Topic)), cancellationToken);
        var ledger = await ask.AskAsync(() => store.Alerts.ReadLedgerAsync(publisher.Topic, cancellationToken), cancellationToken);
        var id = ids.GetValueOrDefault(publisher.Topic);
        var account = DrillAccount.Compute(id, marks, ledger);
        if (!account.IsSettled)
            return account;

        // A broker that was set back and filled again has as many packets as before: a consumer that still waits for it has not seen that they are others.
        var last = marks.Select((mark, partition) => (mark, partition, IncarnationCheck.Latest(ledger.Where(known => known.Partition == partition), id)?.LastPacket))
            .Where(place => place.LastPacket is { } packet && packet.Offset >= place.mark.Low && packet.Offset < place.mark.High)
            .Select(place => (publisher.Topic, place.partition, place.LastPacket!.Value.Offset)).ToArray();
        var packets = await ask.AskAsync(() => ValueTask.FromResult(publisher.Admin.ReadPackets(last, cancellationToken)), cancellationToken);
        return DrillAccount.Compute(id, marks, ledger, packets.ToDictionary(found => found.Key.Partition, found => found.Value));
    }

    /// <summary>
    /// Alerts that are not stored because the broker was made to lose them are published again. Answers how many, and how many are not stored although the
    /// broker has their packets, which is a fault that must not be mended here.
    /// </summary>
    public async Task<(int Sent, int Missed)> SendAgainAsync(DrillStore store, CancellationToken cancellationToken)
    {
        var missing = new HashSet<int>();
        foreach (var packets in night.Night.Packets().Select((packet, alert) => (packet.Candid, alert)).Chunk(MostTries))
        {
            var found = await store.Alerts.ReadAlertsAsync(Survey, [.. packets.Select(packet => packet.Candid)], cancellationToken);
            missing.UnionWith(packets.Where(packet => !found.ContainsKey(packet.Candid)).Select(packet => packet.alert));
        }

        var (gone, missed) = publisher.Log.Explain(missing);
        if (gone.Count > 0)
        {
            await publisher.PublishAsync(gone.Select(alert => new DrillPacket(alert, false)), cancellationToken);
            await publisher.AloneAsync(() => Task.CompletedTask, cancellationToken);
        }

        return (gone.Count, missed.Count);
    }

    /// <summary>Compares broker and ledger with what was published. Answers what is wrong, a sentence each.</summary>
    public async Task<IReadOnlyList<string>> CompareAsync(DrillStore store, DrillQuestions ask, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var marks = await ask.AskAsync(() => ValueTask.FromResult(publisher.Admin.ReadWatermarks(publisher.Topic)), cancellationToken);
        if (!marks.Select(mark => mark.High).SequenceEqual(publisher.Next))
            problems.Add($"The partitions of {publisher.Topic} end at {string.Join(", ", marks.Select(mark => mark.High))}, and were written to up to {string.Join(", ", publisher.Next)}");
        var ledger = await ask.AskAsync(() => store.Alerts.ReadLedgerAsync(publisher.Topic, cancellationToken), cancellationToken);
        problems.AddRange(DrillAudit.Check(publisher.Log, ledger, night.Alerts));
        var candids = junk.Packets().Select(packet => packet.Candid).ToArray();
        var found = await ask.AskAsync(() => store.Alerts.ReadAlertsAsync(Survey, candids, cancellationToken), cancellationToken);
        if (found.Count > 0)
            problems.Add($"{found.Count} alerts of aborted transactions are stored");
        return problems;
    }

    /// <summary>Whether its queues hold nothing. A worker that was killed leaves a lease, which ends by itself.</summary>
    public async Task<IReadOnlyList<string>> CheckQueuesAsync(IConnectionMultiplexer connection, TimeProvider time, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        foreach (var name in new[] { QueueNames.Packets(Survey), QueueNames.Enrichment(Survey), QueueNames.Filter(Survey) })
        {
            var queue = new ValkeyQueue(connection, name, time);
            var began = time.GetTimestamp();
            var status = await queue.GetStatusAsync(cancellationToken);
            while (status.Ready + status.Leased > 0 && time.GetElapsedTime(began) < LeaseEnd)
            {
                await Task.Delay(Look, time, cancellationToken);
                status = await queue.GetStatusAsync(cancellationToken);
            }

            if (status.Ready + status.Leased > 0)
                problems.Add($"{name} still holds {status.Ready} messages, and {status.Leased} are leased");
        }

        return problems;
    }

    public ValueTask DisposeAsync() => publisher.DisposeAsync();
}
