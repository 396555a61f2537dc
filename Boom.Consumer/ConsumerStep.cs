using Boom.Core.Pipeline;
using Boom.Messaging.Kafka;

namespace Boom.Consumer;

/// <summary>
/// Decides what becomes of the packets of a batch: those the ledger accounts for are passed over, empty ones are rejected, the rest goes
/// to the queue. No server is asked.
/// </summary>
public sealed class ConsumerStep
{
    readonly Dictionary<(string Topic, int Partition), LedgerPartition> _ledger = [];
    readonly HashSet<(string Topic, int Partition, long Offset)> _lost = [];

    /// <summary>Takes the account of one partition as it is now.</summary>
    public void SetLedger(LedgerPartition partition) => _ledger[(partition.Topic, partition.Partition)] = partition;

    /// <summary>
    /// The first offset of a partition, at or behind the first one the broker still has, that is neither accounted for nor known to be lost.
    /// </summary>
    public long FirstDue(string topic, int partition, long low = 0)
    {
        if (!_ledger.TryGetValue((topic, partition), out var known))
            known = new LedgerPartition(topic, partition, []);
        var due = known.FirstGap(low);
        while (_lost.Contains((topic, partition, due)))
            due = known.FirstGap(due + 1);
        return due;
    }

    /// <summary>How many stretches of a partition lie unaccounted for between offsets that are accounted for.</summary>
    public int CountGaps(string topic, int partition)
    {
        var gaps = 0;
        if (_ledger.TryGetValue((topic, partition), out var known))
        {
            for (var i = 1; i < known.Ranges.Count; i++)
                gaps += known.Ranges[i - 1].Last + 1 < known.Ranges[i].First ? 1 : 0;
        }

        return gaps;
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
            var origin = packet.Origin;
            if (packet.Lost)
            {
                _lost.Add((origin.Topic, origin.Partition, origin.Offset));
                skipped++;
            }
            else if (_ledger.TryGetValue((origin.Topic, origin.Partition), out var known) && known.Contains(origin.Offset))
            {
                skipped++;
            }
            else if (packet.Payload.Length == 0)
            {
                rejected.Add(new LedgerEntry(origin, PacketOutcome.Rejected));
            }
            else
            {
                messages.Add(new QueueMessage(origin, packet.TraceParent, packet.Payload));
                bytes += packet.Payload.Length;
            }
        }

        return new ConsumerOutcome(messages, rejected, skipped, bytes);
    }
}
