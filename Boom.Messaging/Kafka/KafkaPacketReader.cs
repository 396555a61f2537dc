using Boom.Core.Alerts;
using Boom.Core.Resilience;
using Confluent.Kafka;

namespace Boom.Messaging.Kafka;

/// <summary>Reads single packets at given offsets, outside any group.</summary>
static class KafkaPacketReader
{
    /// <summary>See <see cref="KafkaAdmin.ReadPackets"/>.</summary>
    public static IReadOnlyDictionary<(string Topic, int Partition), PacketMark> Read(
        string bootstrapServers,
        KafkaSecurity security,
        IReadOnlyCollection<(string Topic, int Partition, long Offset)> places,
        TimeSpan patience,
        CancellationToken cancellationToken)
    {
        var found = new Dictionary<(string Topic, int Partition), PacketMark>();
        if (places.Count == 0)
            return found;
        var errors = new KafkaErrors();
        using var consumer = new ConsumerBuilder<Ignore, byte[]?>(Configure(bootstrapServers, security))
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, error) => errors.Hear(error))
            .Build();
        var open = places.ToDictionary(place => new TopicPartition(place.Topic, place.Partition), place => place.Offset);
        consumer.Assign(open.Select(place => new TopicPartitionOffset(place.Key, new Offset(place.Value))));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
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
            errors.ThrowIfRefused($"read from {bootstrapServers}");
            var (partition, offset) = open.First();
            throw new TransientFaultException(
                $"The broker does not answer (read offset {offset} of {partition.Topic}[{partition.Partition.Value}] at {bootstrapServers}).");
        }
        catch (KafkaException fault)
        {
            throw errors.Of(fault, $"read from {bootstrapServers}");
        }

        return found;
    }

    static PacketMark MarkOf(ConsumeResult<Ignore, byte[]?> record) => new(
        record.Offset.Value, KafkaPacketConsumer.TimestampMsOf(record.Message.Timestamp), PacketMark.FingerprintOf(record.Message.Value));

    static ConsumerConfig Configure(string bootstrapServers, KafkaSecurity security)
    {
        var config = security.ApplyTo(new ConsumerConfig());
        config.BootstrapServers = bootstrapServers;
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
