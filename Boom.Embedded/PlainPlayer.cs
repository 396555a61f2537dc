using Boom.Core.Pipeline;
using Boom.Messaging.Kafka;

namespace Boom.Embedded;

/// <summary>Publishes a feed to a real broker: it keeps what it gets, so there is no journal, and every call plays from the beginning.</summary>
public sealed class PlainPlayer(PacketPublisher publisher, KafkaAdmin admin, TimeProvider timeProvider)
{
    const int ReportBlock = 128;

    static readonly TimeSpan TopicPatience = TimeSpan.FromSeconds(30);
    static readonly TimeSpan TopicLook = TimeSpan.FromMilliseconds(100);

    /// <summary>Plays the feed to its end.</summary>
    /// <param name="feed">What to play.</param>
    /// <param name="topic">Where to; created with four partitions unless it is there.</param>
    /// <param name="packetsPerSecond">Highest rate, or null for none.</param>
    /// <param name="onPublished">Hears the number of packets so far; may be null.</param>
    /// <param name="cancellationToken">Ends the play.</param>
    public async Task<PlayResult> PlayAsync(
        IPacketFeed feed, string topic, double? packetsPerSecond, Action<long>? onPublished, CancellationToken cancellationToken)
    {
        var partitionCount = await EnsureTopicAsync(topic, cancellationToken);
        var rate = new RatePacer(packetsPerSecond, timeProvider);
        long published = 0;
        foreach (var packet in feed.Read(0))
        {
            await rate.WaitAsync(cancellationToken);
            await publisher.PublishAsync(topic, PacketPublisher.PartitionOf(published, partitionCount), packet, cancellationToken);
            published++;
            if (published % ReportBlock == 0)
                onPublished?.Invoke(published);
        }

        await publisher.FlushAsync(cancellationToken);
        onPublished?.Invoke(published);
        return new PlayResult(topic, published, 0, false, true, feed.Problems);
    }

    // A broker may know that a topic exists before it knows its partitions, and may be away for a moment.
    async Task<int> EnsureTopicAsync(string topic, CancellationToken cancellationToken)
    {
        var began = timeProvider.GetTimestamp();
        while (true)
        {
            try
            {
                if (await admin.EnsureTopicAsync(topic, EmbeddedBroker.PartitionCount) is > 0 and var count)
                    return count;
                if (!HasTime())
                    throw new TransientFaultException($"The broker has no partitions for the topic {topic} yet.");
            }
            catch (TransientFaultException) when (HasTime())
            {
                // Asked again.
            }

            await Task.Delay(TopicLook, timeProvider, cancellationToken);
        }

        bool HasTime() => timeProvider.GetElapsedTime(began) < TopicPatience;
    }
}
