using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Messaging.Kafka;

namespace Boom.Consumer;

/// <summary>
/// Decides what becomes of the packets of a batch: those the ledger accounts for are passed over, empty ones are rejected, the rest goes
/// to the queue. No server is asked.
/// </summary>
public sealed class ConsumerStep
{
    readonly Dictionary<(string Topic, int Partition), TrackedPartition> _partitions = [];

    /// <summary>What is known of a partition of the broker.</summary>
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

    /// <summary>The verdict on a batch.</summary>
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
        }

        NoteLast(packets);
        return new ConsumerOutcome(messages, rejected, skipped, bytes);
    }

    /// <summary>The last packet read of each partition of the messages.</summary>
    public IReadOnlyList<ReadMark> MarksOf(IReadOnlyList<QueueMessage> messages)
    {
        var marks = new List<ReadMark>();
        for (var i = 0; i < messages.Count; i++)
        {
            var origin = messages[i].Origin;
            if (i + 1 < messages.Count && messages[i + 1].Origin.Partition == origin.Partition && messages[i + 1].Origin.Topic == origin.Topic)
                continue;
            var partition = Of(TopicIncarnation.TopicOf(origin.Topic), origin.Partition);
            if (partition.LastRead is { } last && !marks.Exists(mark => mark.Name == partition.Name && mark.Partition == partition.Partition))
                marks.Add(new ReadMark(partition.Name, partition.Partition, last));
        }

        return marks;
    }

    /// <summary>Of each partition the last packet is remembered, to be looked for when the broker was away.</summary>
    void NoteLast(IReadOnlyList<KafkaPacket> packets)
    {
        for (var i = 0; i < packets.Count; i++)
        {
            // Packets of one partition arrive in runs: the last of a run speaks for it.
            var origin = packets[i].Origin;
            if (i + 1 < packets.Count && packets[i + 1].Origin.Partition == origin.Partition && packets[i + 1].Origin.Topic == origin.Topic)
                continue;
            Of(origin.Topic, origin.Partition).Read(new PacketMark(origin.Offset, origin.TimestampMs, PacketMark.FingerprintOf(packets[i].Payload.Span)));
        }
    }
}
