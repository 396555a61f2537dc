using Boom.Core.Alerts;
using Boom.Core.Resilience;
using Confluent.Kafka;

namespace Boom.Messaging.Kafka;

/// <content>Single packets, read outside any group.</content>
public sealed partial class KafkaAdmin
{
    /// <summary>The packets at offsets that the broker still holds; a packet that is not there any more (compaction took it) is left out. Blocks.</summary>
    /// <exception cref="TransientFaultException">The broker has not given all of them in time.</exception>
    public IReadOnlyDictionary<(string Topic, int Partition), PacketMark> ReadPackets(
        IReadOnlyCollection<(string Topic, int Partition, long Offset)> places, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(string Topic, int Partition), PacketMark>();
        if (places.Count == 0)
            return found;
        var errors = new KafkaErrors();
        var builder = new ConsumerBuilder<Ignore, byte[]?>(ConfigureReader());
        using var consumer = builder.SetLogHandler((_, _) => { }).SetErrorHandler((_, error) => errors.Hear(error)).Build();
        var open = places.ToDictionary(place => new TopicPartition(place.Topic, place.Partition), place => place.Offset);
        consumer.Assign(open.Select(place => new TopicPartitionOffset(place.Key, new Offset(place.Value))));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            while (open.Count > 0)
            {
                var record = consumer.Consume(limit.Token);
                if (!open.Remove(record.TopicPartition, out var offset))
                    continue;
                consumer.Pause([record.TopicPartition]);
                if (!record.IsPartitionEOF && record.Offset.Value == offset)
                    found[(record.Topic, record.Partition.Value)] = MarkOf(record);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            errors.ThrowIfRefused($"read from {_bootstrapServers}");
            var (partition, offset) = open.First();
            throw new TransientFaultException(
                $"The broker does not answer (read offset {offset} of {partition.Topic}[{partition.Partition.Value}] at {_bootstrapServers}).");
        }
        catch (KafkaException fault)
        {
            throw errors.Of(fault, $"read from {_bootstrapServers}");
        }

        return found;
    }

    static PacketMark MarkOf(ConsumeResult<Ignore, byte[]?> record) => new(
        record.Offset.Value, KafkaPacketConsumer.TimestampMsOf(record.Message.Timestamp), PacketMark.FingerprintOf(record.Message.Value));

    // Reads single packets at given offsets, outside any group.
    ConsumerConfig ConfigureReader()
    {
        var config = _security.ApplyTo(new ConsumerConfig());
        config.BootstrapServers = _bootstrapServers;
        config.GroupId = "boom-reader";
        config.EnableAutoCommit = false;
        config.EnableAutoOffsetStore = false;
        config.EnablePartitionEof = true;
        config.AllowAutoCreateTopics = false;
        config.AutoOffsetReset = AutoOffsetReset.Latest;
        config.IsolationLevel = IsolationLevel.ReadCommitted;
        config.FetchWaitMaxMs = 100;

        // One packet of each is wanted; one that is larger is sent all the same.
        config.MaxPartitionFetchBytes = 64 << 10;
        config.QueuedMaxMessagesKbytes = 1 << 10;
        return config;
    }
}
