using System.Collections.Concurrent;
using Boom.Core.Resilience;
using Boom.Embedded.Servers;
using Boom.Messaging.Kafka;

namespace Boom.Embedded.Plays;

/// <summary>Publishes a feed to a real broker: it keeps what it gets, so there is no journal, and every call plays from the beginning.</summary>
public sealed class PlainPlayer(PacketPublisher publisher, KafkaAdmin admin, TimeProvider timeProvider)
{
    const int ReportBlock = 128;

    static readonly TimeSpan TopicPatience = TimeSpan.FromSeconds(30);
    static readonly RetryOptions TopicWaits = new() { FirstWait = TimeSpan.FromMilliseconds(100), LongestWait = TimeSpan.FromSeconds(1) };

    /// <summary>Plays the feed to its end.</summary>
    /// <param name="plan">
    /// What to play: packets that the broker does not take are problems of the result. Its topic is created with four partitions unless it is there.
    /// </param>
    /// <param name="onPublished">Hears the number of packets so far; may be null.</param>
    /// <param name="cancellationToken">Ends the play.</param>
    public async Task<PlayResult> PlayAsync(PlayPlan plan, Action<long>? onPublished, CancellationToken cancellationToken)
    {
        var (feed, topic) = (plan.Feed, plan.Topic);
        var partitionCount = await EnsureTopicAsync(topic, cancellationToken);
        var rate = new RatePacer(plan, timeProvider);
        var refused = new ConcurrentDictionary<long, string>();
        long number = 0;
        foreach (var packet in feed.Read(0))
        {
            await rate.WaitAsync(number, cancellationToken);
            await PublishAsync(number, packet);
            number++;
            if (number % ReportBlock == 0)
                onPublished?.Invoke(number - refused.Count);
        }

        await publisher.FlushAsync(cancellationToken);
        if (!refused.IsEmpty)
            await TryAloneAsync();
        var published = number - refused.Count;
        onPublished?.Invoke(published);
        return new PlayResult(topic, published, 0, false, true, [.. feed.Problems, .. refused.OrderBy(known => known.Key).Select(Describe)]);

        ValueTask PublishAsync(long at, ReadOnlyMemory<byte> packet) => publisher.PublishAsync(
            topic, PacketPublisher.PartitionOf(at, partitionCount), packet, cancellationToken, feed.IsSimulated,
            reason => refused[at] = $"{reason}, {packet.Length} bytes");

        // A batch is refused whole; each of its packets may be small enough alone.
        async Task TryAloneAsync()
        {
            var wanted = refused.Keys.Order().ToArray();
            var at = wanted[0];
            foreach (var packet in feed.Read(at))
            {
                if (refused.TryRemove(at, out _))
                {
                    await PublishAsync(at, packet);
                    await publisher.FlushAsync(cancellationToken);
                }

                if (++at > wanted[^1])
                    break;
            }
        }

        string Describe(KeyValuePair<long, string> packet) =>
            $"The broker does not take {feed.NameOf(packet.Key) ?? $"packet {packet.Key}"} ({packet.Value}): raise message.max.bytes there, or max.message.bytes of the topic.";
    }

    // A broker may know that a topic exists before it knows its partitions, and may be away for a moment.
    async Task<int> EnsureTopicAsync(string topic, CancellationToken cancellationToken)
    {
        var began = timeProvider.GetTimestamp();
        return await new Retry(TopicWaits, timeProvider, seed: 1).RunAsync(
            async _ => await admin.EnsureTopicAsync(topic, EmbeddedBroker.PartitionCount) is > 0 and var count
                ? count
                : throw new TransientFaultException($"The broker has no partitions for the topic {topic} yet."),
            cancellationToken,
            () => timeProvider.GetElapsedTime(began) < TopicPatience);
    }
}
