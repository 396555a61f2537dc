using Confluent.Kafka;

namespace Boom.Messaging.Kafka;

/// <summary>
/// Looks whether a topic of a real broker holds simulated packets: at the first and the last record of each partition. A night that was published whole, or
/// last, shows; simulated packets in the middle of real ones need not.
/// </summary>
public sealed class SimulationProbe(string bootstrapServers, KafkaSecurity security)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Whether any record that was looked at says that it is simulated. What cannot be read in time is passed over.</summary>
    /// <param name="topic">Topic.</param>
    /// <param name="marks">Per partition, its first offset and one past its last.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public bool Look(string topic, IReadOnlyList<(long Low, long High)> marks, CancellationToken cancellationToken)
    {
        var config = security.ApplyTo(new ConsumerConfig());
        config.BootstrapServers = bootstrapServers;
        config.GroupId = "boom-admin";
        config.EnableAutoCommit = false;
        config.AllowAutoCreateTopics = false;

        // One batch a partition is enough.
        config.QueuedMinMessages = 1;
        config.MaxPartitionFetchBytes = 1 << 10;
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        return LookAt(consumer, topic, marks, mark => mark.Low, cancellationToken) || LookAt(consumer, topic, marks, mark => mark.High - 1, cancellationToken);
    }

    static bool LookAt(
        IConsumer<Ignore, Ignore> consumer, string topic, IReadOnlyList<(long Low, long High)> marks, Func<(long Low, long High), long> offset,
        CancellationToken cancellationToken)
    {
        var left = Enumerable.Range(0, marks.Count).Where(partition => marks[partition].High > marks[partition].Low).ToHashSet();
        if (left.Count == 0)
            return false;
        consumer.Assign(left.Select(partition => new TopicPartitionOffset(topic, partition, offset(marks[partition]))));
        try
        {
            while (left.Count > 0 && !cancellationToken.IsCancellationRequested && consumer.Consume(Patience) is { } record)
            {
                left.Remove(record.Partition.Value);
                if (record.Message.Headers?.TryGetLastBytes(KafkaHeaders.Simulated, out _) == true)
                    return true;
            }
        }
        catch (ConsumeException)
        {
            // Passed over.
        }

        return false;
    }
}
