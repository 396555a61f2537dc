using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Messaging.Kafka;

namespace Boom.Consumer;

/// <summary>
/// Decides what becomes of the packets of a batch: those the ledger accounts for are passed over, empty ones are rejected, the rest goes
/// to the queue. No server is asked.
/// </summary>
sealed class ConsumerStep
{
    readonly Dictionary<(string Topic, int Partition), TrackedPartition> _partitions = [];

    public TrackedPartition Of(string topic, int partition)
    {
        if (!_partitions.TryGetValue((topic, partition), out var known))
            _partitions[(topic, partition)] = known = new TrackedPartition(topic, partition);
        return known;
    }

    /// <summary>
    /// Takes the accounts of topics, all their partitions and incarnations. Of each partition the incarnation counts that it is identified as, or
    /// else the latest.
    /// </summary>
    /// <param name="ledger">The accounts.</param>
    /// <param name="isEmbedded">They are of our own broker, which has the first incarnation and no other.</param>
    public void Take(IEnumerable<LedgerPartition> ledger, bool isEmbedded = false)
    {
        foreach (var known in ledger.GroupBy(partition => (Topic: TopicIncarnation.TopicOf(partition.Topic), partition.Partition)))
        {
            var tracked = Of(known.Key.Topic, known.Key.Partition);
            var read = isEmbedded ? tracked.Topic : tracked.IsIdentified ? tracked.Name : null;
            if ((read is null ? IncarnationCheck.Latest(known, topicId: null) : known.FirstOrDefault(account => account.Topic == read)) is { } account)
                tracked.Take(account);

            // Another consumer, maybe one that had the partition before, found that it is another one: what it began is gone on with.
            if (!isEmbedded && tracked.IsIdentified && IncarnationCheck.Latest(known, tracked.Ledger.TopicId)?.Topic != tracked.Name)
                tracked.IsIdentified = false;
        }
    }

    /// <summary>The verdict on a batch. Of each partition its last packet is remembered, to be looked for when the broker was away.</summary>
    public ConsumerOutcome Decide(IReadOnlyList<KafkaPacket> packets)
    {
        var messages = new List<QueueMessage>(packets.Count);
        var rejected = new List<LedgerEntry>();
        var skipped = 0;
        long bytes = 0;
        for (var i = 0; i < packets.Count; i++)
        {
            var packet = packets[i];
            var partition = Of(packet.Origin.Topic, packet.Origin.Partition);
            var origin = packet.Origin with { Topic = partition.Name };
            if (packet.Lost)
            {
                partition.Lose(origin.Offset);
                skipped++;
            }
            else if (partition.NeedsNothing(origin.Offset))
            {
                skipped++;
            }
            else if (packet.Payload.Length == 0)
            {
                rejected.Add(new LedgerEntry(origin, PacketOutcome.Rejected, PacketMark.FingerprintOf([])));
            }
            else
            {
                messages.Add(new QueueMessage(origin, packet.TraceParent, packet.Payload));
                bytes += packet.Payload.Length;
            }

            if (EndsRun(packets, i))
                partition.Read(new PacketMark(origin.Offset, origin.TimestampMs, PacketMark.FingerprintOf(packet.Payload.Span)));
        }

        return new ConsumerOutcome(messages, rejected, skipped, bytes);
    }

    /// <summary>The last packet read of each partition of the messages.</summary>
    public IReadOnlyList<ReadMark> MarksOf(IReadOnlyList<QueueMessage> messages)
    {
        var marks = new List<ReadMark>();
        for (var i = 0; i < messages.Count; i++)
        {
            var origin = messages[i].Origin;
            if (i + 1 < messages.Count && IsOfOnePartition(origin, messages[i + 1].Origin))
                continue;
            var partition = Of(TopicIncarnation.TopicOf(origin.Topic), origin.Partition);
            if (partition.LastRead is { } last && !marks.Exists(mark => mark.Name == partition.Name && mark.Partition == partition.Partition))
                marks.Add(new ReadMark(partition.Name, partition.Partition, last));
        }

        return marks;
    }

    /// <summary>Packets of one partition arrive in runs: whether this is the last of one, which speaks for it.</summary>
    public static bool EndsRun(IReadOnlyList<KafkaPacket> packets, int i) =>
        i + 1 == packets.Count || !IsOfOnePartition(packets[i].Origin, packets[i + 1].Origin);

    static bool IsOfOnePartition(in PacketOrigin left, in PacketOrigin right) => left.Partition == right.Partition && left.Topic == right.Topic;
}

/// <summary>What becomes of a batch.</summary>
/// <param name="Messages">To be queued, in order.</param>
/// <param name="Rejected">Empty records, for the ledger.</param>
/// <param name="Skipped">Number of packets accounted for already.</param>
/// <param name="Bytes">Payload bytes of the messages.</param>
sealed record ConsumerOutcome(IReadOnlyList<QueueMessage> Messages, IReadOnlyList<LedgerEntry> Rejected, int Skipped, long Bytes);
