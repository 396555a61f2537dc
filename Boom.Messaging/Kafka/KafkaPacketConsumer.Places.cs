using Confluent.Kafka;

namespace Boom.Messaging.Kafka;

/// <content>Where partitions are read: beginnings, going back, and those that are not there.</content>
public sealed partial class KafkaPacketConsumer
{
    readonly HashSet<TopicPartition> _absent = [];

    /// <summary>Goes back to an offset, to read again what was lost on the way.</summary>
    public void Seek(TopicPartition partition, long offset)
    {
        Positions.Start(partition, offset);
        try
        {
            _consumer.Seek(new TopicPartitionOffset(partition, offset));
            _absent.Remove(partition);
        }
        catch (KafkaException fault)
        {
            throw KafkaFaults.Of(fault.Error, $"seek in {partition.Topic}[{partition.Partition.Value}]", fault);
        }
    }

    /// <summary>Polls give nothing of a partition, which is not there, before the next <see cref="Seek"/>.</summary>
    public void SetAside(TopicPartition partition)
    {
        _absent.Add(partition);
        Positions.Forget(partition);
    }

    /// <summary>Drops what the client holds of a partition: it is fetched again from behind the last packet that a poll has given.</summary>
    public void FetchAgain(TopicPartition partition)
    {
        if (Positions.Find(partition) is { } expected)
            Seek(partition, expected);
    }

    /// <summary>
    /// Tells the group how far the ledger is without a gap. It informs tools that watch the group; a start never depends on it.
    /// </summary>
    public void Commit(IEnumerable<TopicPartitionOffset> offsets)
    {
        try
        {
            _consumer.Commit(offsets);
        }
        catch (KafkaException fault)
        {
            KafkaClientLog.CommitFailed(_logger, fault.Error.Reason);
        }
    }

    IEnumerable<TopicPartitionOffset> Position(List<TopicPartition> partitions)
    {
        // Partitions come unpaused.
        _assigned = true;
        var positioned = new List<TopicPartitionOffset>(partitions.Count);
        try
        {
            var offsets = _firstOffsets(partitions);
            for (var i = 0; i < partitions.Count; i++)
            {
                _absent.Remove(partitions[i]);
                if (offsets[i] is not { } offset)
                {
                    // Where it begins is said when it is there.
                    SetAside(partitions[i]);
                    positioned.Add(new TopicPartitionOffset(partitions[i], Offset.End));
                    continue;
                }

                KafkaClientLog.Positioned(_logger, partitions[i].Topic, partitions[i].Partition.Value, offset);
                Positions.Start(partitions[i], offset);
                positioned.Add(new TopicPartitionOffset(partitions[i], offset == 0 ? Offset.Beginning : new Offset(offset)));
            }
        }
        catch (Exception fault)
        {
            // An exception must not cross the native client; the next poll reports it, before it gives a packet.
            _assignmentFault = fault;
            return partitions.ConvertAll(partition => new TopicPartitionOffset(partition, Offset.End));
        }

        return positioned;
    }
}
