using Boom.Core.Store;
using Boom.Hosting;
using Boom.Testing;
using Confluent.Kafka;

namespace Boom.Lab.Drill;

/// <summary>Faults of the broker that change what it holds.</summary>
/// <param name="parts">Their publishers are told what is gone, and publish again; a fault of one topic is one of a part by chance.</param>
/// <param name="streams">What was sent to the broker is read before it forgets.</param>
internal sealed class BrokerFaults(DrillServers servers, IReadOnlyList<DrillPart> parts, StreamFaults streams, ILedger ledger, Random random, TimeProvider time)
{
    const int Burst = 20;
    const int Committed = 5;
    const int FewestPartitions = 3;
    const int MostPartitions = 6;

    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Deletes packets as retention does.</summary>
    /// <param name="unread">Packets that come this very moment, too.</param>
    public async Task DeleteAsync(bool unread, CancellationToken cancellationToken)
    {
        var publisher = Pick().Publisher;
        var topic = publisher.Topic;
        using var admin = Connect();
        await publisher.AloneAsync(
            async () =>
            {
                var accounts = await publisher.AskAsync(() => ledger.ReadLedgerAsync(topic, cancellationToken), cancellationToken);
                if (unread)
                {
                    await publisher.SendNextAsync(Burst, cancellationToken);
                    await publisher.FlushAsync(cancellationToken);
                }

                var id = (await publisher.Admin.ReadTopicIdsAsync([topic])).GetValueOrDefault(topic);
                TopicPartitionOffset[] before = [.. publisher.Admin.ReadWatermarks(topic).Select((mark, partition) => new TopicPartitionOffset(
                    topic, partition, unread && random.Next(3) > 0 ? mark.High : FirstDue(accounts, id, partition, mark.Low, mark.High)))];
                await admin.DeleteRecordsAsync(before);
                foreach (var place in before)
                    publisher.Log.Delete(place.Partition.Value, place.Offset.Value);
            },
            cancellationToken);
    }

    /// <summary>Writes packets that must not be stored and aborts; writes the next packets of the night and commits.</summary>
    public Task TransactAsync(CancellationToken cancellationToken)
    {
        var part = Pick();
        return part.Publisher.AloneAsync(
            async () =>
            {
                // Another producer each time: one that is set back with the broker would be refused.
                var transaction = FormattableString.Invariant($"{part.Publisher.Topic}-{part.Publisher.Log.Places.Count}");
                using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig
                {
                    BootstrapServers = servers.KafkaDirect, TransactionalId = transaction, MessageMaxBytes = 16 << 20, LingerMs = 0,
                }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
                producer.InitTransactions(Patience);
                var isAbortedFirst = random.Next(2) == 0;
                if (isAbortedFirst)
                    await AbortAsync(part, producer, cancellationToken);
                await CommitAsync(part.Publisher, producer, cancellationToken);
                if (!isAbortedFirst)
                    await AbortAsync(part, producer, cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>Deletes the topic, makes it again, and publishes the night again up to where it was.</summary>
    public Task RemakeAsync(CancellationToken cancellationToken)
    {
        var publisher = Pick().Publisher;
        return publisher.AloneAsync(
            async () =>
            {
                // A producer that still knows the topic would make it again by asking for it.
                await publisher.CloseAsync();
                using (var admin = Connect())
                    await admin.DeleteTopicsAsync([publisher.Topic]);
                publisher.Log.Remake();
                await UntilAsync(publisher, () => publisher.Admin.ReadWatermarks(publisher.Topic).Count == 0, cancellationToken);
                await publisher.OpenAsync(random.Next(FewestPartitions, MostPartitions + 1), cancellationToken);
                await SendShuffledAsync(publisher, publisher.Published, cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>Kills Kafka, copies its data and starts it; what is returned sets it back to that copy.</summary>
    public async Task<Func<Task>> CopyAsync(CancellationToken cancellationToken)
    {
        var copy = servers.KafkaData + "-copy";
        await AllAloneAsync(
            async () =>
            {
                await servers.Kafka.KillAsync();
                await MirrorAsync(servers.KafkaData, copy, cancellationToken);
                await servers.Kafka.StartAsync(cancellationToken);
                foreach (var part in parts)
                    await part.Publisher.OpenAsync(part.Publisher.PartitionCount, cancellationToken);
            },
            cancellationToken);
        return () => SetBackAsync(copy, cancellationToken);
    }

    Task SetBackAsync(string copy, CancellationToken cancellationToken) => AllAloneAsync(
        async () =>
        {
            foreach (var part in parts)
            {
                await part.Publisher.SendNextAsync(Burst, cancellationToken);
                await part.Publisher.FlushAsync(cancellationToken);
                await part.Publisher.CloseAsync();
            }

            await using (await streams.HoldAsync(cancellationToken))
                await servers.Kafka.KillAsync();
            await MirrorAsync(copy, servers.KafkaData, cancellationToken);
            await servers.Kafka.StartAsync(cancellationToken);
            streams.Rewind();
            foreach (var part in parts)
                await LoseEndAsync(part.Publisher, cancellationToken);
        },
        cancellationToken);

    async Task LoseEndAsync(DrillPublisher publisher, CancellationToken cancellationToken)
    {
        await publisher.OpenAsync(publisher.PartitionCount, cancellationToken);
        var lost = new List<DrillPacket>();
        for (var partition = 0; partition < publisher.PartitionCount; partition++)
            lost.AddRange(publisher.Log.LoseEnd(partition, publisher.Next[partition]).Select(place => place.Packet).OfType<DrillPacket>());

        // The survey takes its time to see that something is missing, and some of it only comes with the packets after it.
        await SendShuffledAsync(publisher, lost, cancellationToken);
    }

    // Of a single part no chance is taken, so that a seed means the same faults as ever.
    DrillPart Pick() => parts[parts.Count == 1 ? 0 : random.Next(parts.Count)];

    Task AllAloneAsync(Func<Task> action, CancellationToken cancellationToken) =>
        parts.Aggregate(action, (inner, part) => () => part.Publisher.AloneAsync(inner, cancellationToken))();

    async Task AbortAsync(DrillPart part, IProducer<Null, byte[]> producer, CancellationToken cancellationToken)
    {
        producer.BeginTransaction();
        var ends = await ProduceAsync(
            part.Publisher, producer,
            Enumerable.Range(0, 1 + random.Next(Burst)).Select(i => (part.Junk.Packet(i % part.Junk.Count).ToArray(), (DrillPacket?)null)));
        producer.AbortTransaction();
        await SkipMarkersAsync(part.Publisher, ends, cancellationToken);
    }

    async Task CommitAsync(DrillPublisher publisher, IProducer<Null, byte[]> producer, CancellationToken cancellationToken)
    {
        producer.BeginTransaction();
        var packets = publisher.TakeNext(Committed);
        var ends = await ProduceAsync(publisher, producer, packets.Select(packet => (publisher.Read(packet), (DrillPacket?)packet)));
        producer.CommitTransaction();
        await SkipMarkersAsync(publisher, ends, cancellationToken);
    }

    async Task<Dictionary<int, long>> ProduceAsync(
        DrillPublisher publisher, IProducer<Null, byte[]> producer, IEnumerable<(byte[] Payload, DrillPacket? Packet)> packets)
    {
        var ends = new Dictionary<int, long>();
        foreach (var (payload, packet) in packets)
        {
            var partition = random.Next(publisher.PartitionCount);
            var report = await producer.ProduceAsync(new TopicPartition(publisher.Topic, partition), new Message<Null, byte[]> { Value = payload });
            publisher.Log.Add(new DrillPlace(partition, report.Offset.Value, packet));
            ends[partition] = report.Offset.Value + 1;
        }

        return ends;
    }

    /// <summary>Behind the packets of each partition comes a marker, somewhat later.</summary>
    async Task SkipMarkersAsync(DrillPublisher publisher, Dictionary<int, long> ends, CancellationToken cancellationToken)
    {
        await UntilAsync(
            publisher, () => publisher.Admin.ReadWatermarks(publisher.Topic) is var marks && ends.All(end => marks[end.Key].High > end.Value), cancellationToken);
        foreach (var (partition, end) in ends)
            publisher.Skip(partition, end + 1);
    }

    async Task SendShuffledAsync(DrillPublisher publisher, IEnumerable<DrillPacket> packets, CancellationToken cancellationToken)
    {
        var shuffled = packets.ToArray();
        random.Shuffle(shuffled);
        await publisher.SendAsync(shuffled, cancellationToken);
    }

    static long FirstDue(IReadOnlyList<LedgerPartition> accounts, string? id, int partition, long low, long high)
    {
        var current = IncarnationCheck.Latest(accounts.Where(account => account.Partition == partition), id);
        var isKnown = current is not null && IncarnationCheck.Judge(current, id, high, null) == IncarnationVerdict.Same;
        return isKnown ? Math.Clamp(current!.FirstGap(low), low, high) : low;
    }

    static async Task MirrorAsync(string from, string to, CancellationToken cancellationToken)
    {
        if (Directory.Exists(to))
            Directory.Delete(to, recursive: true);
        await using var copy = ChildProcess.Start("cp", "cp", ["-a", from, to], new Dictionary<string, string?>(), to + ".log");
        if (!await copy.WaitAsync(Patience, cancellationToken) || copy.ExitCode != 0)
            throw new ExitException(ExitCode.Missing, $"Kafka's data cannot be copied: {copy.Tail()}");
    }

    async Task UntilAsync(DrillPublisher publisher, Func<bool> condition, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (!await publisher.AskAsync(() => ValueTask.FromResult(condition()), cancellationToken))
        {
            if (time.GetElapsedTime(began) > Patience)
                throw new ExitException(ExitCode.Missing, $"Kafka does not come to rest within {Patience.TotalSeconds} s.");
            await Task.Delay(Look, time, cancellationToken);
        }
    }

    IAdminClient Connect() => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = servers.KafkaDirect }).Build();
}
