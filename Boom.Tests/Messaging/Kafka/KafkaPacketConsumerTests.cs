using System.Collections.Concurrent;
using System.Diagnostics;
using Boom.Embedded.Servers;
using Boom.Messaging.Kafka;
using Boom.Tests.Embedded;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Boom.Tests.Messaging.Kafka;

[Collection(EmbeddedServersGroup.Name)]
public sealed class KafkaPacketConsumerTests(EmbeddedServers servers)
{
    static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Poll_TheNextBatch_LeavesTheOneBeforeAsItWas()
    {
        using var consumer = await StartAsync("poll_two", 20);
        List<KafkaPacket> first = [], second = [];
        PollSome(consumer, first, 5);
        var copies = first.ConvertAll(packet => packet.Payload.ToArray());

        // One that gives nothing in between takes no memory away either.
        consumer.Poll([], 0, 1, Linger, Linger, TimeProvider.System);
        PollSome(consumer, second, 5);

        Assert.Equal(copies, first.ConvertAll(packet => packet.Payload.ToArray()));
        Assert.Empty(first.Select(packet => packet.Origin).Intersect(second.Select(packet => packet.Origin)));
    }

    [Fact]
    public async Task KeepMembership_PacketSlipsThrough_IsReadAgain()
    {
        using var consumer = await StartAsync("poll_slip", 12);
        var all = new List<KafkaPacket>();
        PollSome(consumer, all, 1);
        var origins = all.Select(packet => packet.Origin).ToHashSet();

        // Not paused, so that packets do slip through.
        for (var i = 0; i < 5; i++)
            consumer.KeepMembership();
        while (origins.Count < 12)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            PollSome(consumer, all, 12);
            origins.UnionWith(all.Select(packet => packet.Origin));
        }

        Assert.Equal(12, origins.Count);
    }

    [Fact]
    public async Task Poll_PartitionThatWasNotThereHasCome_GivesNothingOfItBeforeItIsBegun()
    {
        const string topic = "poll_absent";
        const int late = 1;
        servers.Broker.EnsureTopic(topic);
        using var consumer = Consume(topic, isEmbedded: false, place => place.Partition.Value == late ? null : 0);
        var batch = new List<KafkaPacket>();
        while (consumer.Assignment.Count == 0)
            consumer.Poll(batch, 1, long.MaxValue, Linger, Linger, TimeProvider.System);
        await using (var publisher = servers.CreatePublisher())
        {
            for (var i = 0; i < 10; i++)
                await publisher.PublishAsync(topic, i % 2, BitConverter.GetBytes(i), CancellationToken.None);
            await publisher.FlushAsync(CancellationToken.None);
        }

        var before = PollUntil(5);
        Assert.DoesNotContain(before, place => place.Partition == late);
        Assert.Null(consumer.Positions.Find(new(topic, late)));
        consumer.Seek(new(topic, late), 0);

        Assert.Equal([0, 1, 2, 3, 4], PollUntil(5).Where(place => place.Partition == late).Select(place => place.Offset));

        List<(int Partition, long Offset)> PollUntil(int count)
        {
            var all = new List<(int, long)>();
            while (all.Count < count)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
                consumer.Poll(batch, 10, long.MaxValue, Linger, Linger, TimeProvider.System);
                all.AddRange(batch.Select(packet => (packet.Origin.Partition, packet.Origin.Offset)));
            }

            // Whatever else would come.
            consumer.Poll(batch, 10, long.MaxValue, 4 * Linger, Linger, TimeProvider.System);
            all.AddRange(batch.Select(packet => (packet.Origin.Partition, packet.Origin.Offset)));
            return all;
        }
    }

    [Fact]
    public async Task SetAside_PacketsWait_AreGivenAfterTheNextSeekOnly()
    {
        const string topic = "poll_aside";
        using var consumer = await StartAsync(topic, 10);
        var batch = new List<KafkaPacket>();
        while (consumer.Assignment.Count == 0)
            consumer.Poll(batch, 1, long.MaxValue, TimeSpan.Zero, Linger, TimeProvider.System);
        foreach (var place in consumer.Assignment)
            consumer.SetAside(place);
        consumer.Poll(batch, 10, long.MaxValue, 4 * Linger, Linger, TimeProvider.System);
        Assert.Empty(batch);

        foreach (var place in consumer.Assignment)
            consumer.Seek(place, 0);
        var origins = new HashSet<(int, long)>();
        while (origins.Count < 10)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            PollSome(consumer, batch, 10);
            origins.UnionWith(batch.Select(packet => (packet.Origin.Partition, packet.Origin.Offset)));
        }

        Assert.Equal(10, origins.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Poll_MarkOfALostPacket_IsBelievedFromOurOwnBrokerOnly(bool isEmbedded)
    {
        var topic = $"poll_lost_{isEmbedded}";
        servers.Broker.EnsureTopic(topic);
        await using (var publisher = servers.CreatePublisher())
        {
            await publisher.PublishPlaceholderAsync(topic, 0, lost: true, CancellationToken.None);
            await publisher.FlushAsync(CancellationToken.None);
        }

        using var consumer = Consume(topic, isEmbedded);
        var batch = new List<KafkaPacket>();
        PollSome(consumer, batch, 1);

        Assert.Equal(isEmbedded, Assert.Single(batch).Lost);
    }

    [Fact]
    public async Task Poll_PublishedWithinASpan_IsLinkedToIt()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is KafkaTelemetry.Name or nameof(Poll_PublishedWithinASpan_IsLinkedToIt),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource(nameof(Poll_PublishedWithinASpan_IsLinkedToIt));
        var outer = source.StartActivity("outer")!;
        using var consumer = await StartAsync("poll_span", 1);
        Assert.Same(outer, Activity.Current);
        outer.Dispose();
        var batch = new List<KafkaPacket>();

        PollSome(consumer, batch, 1);

        var publish = Assert.Single(spans, span => span.DisplayName == "poll_span publish");
        var receive = Assert.Single(spans, span => span.DisplayName == "poll_span receive");
        Assert.Equal(outer.SpanId, publish.ParentSpanId);
        Assert.Equal(publish.Id, Assert.Single(batch).TraceParent);
        Assert.Equal(publish.SpanId, Assert.Single(receive.Links).Context.SpanId);
        Assert.Equal(receive.Id, consumer.TraceParent);
    }

    [Fact]
    public async Task Poll_PlayedNight_HasNoSpanPerPacket()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == KafkaTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);

        using var consumer = await StartAsync("poll_played", 8);

        Assert.DoesNotContain(spans, span => span.DisplayName == "poll_played publish");
    }

    async Task<KafkaPacketConsumer> StartAsync(string topic, int packets)
    {
        servers.Broker.EnsureTopic(topic);
        await using (var publisher = servers.CreatePublisher())
        {
            for (var i = 0; i < packets; i++)
                await publisher.PublishAsync(topic, i % EmbeddedBroker.PartitionCount, BitConverter.GetBytes(i), CancellationToken.None);
            await publisher.FlushAsync(CancellationToken.None);
        }

        return Consume(topic, isEmbedded: true);
    }

    KafkaPacketConsumer Consume(string topic, bool isEmbedded, Func<TopicPartition, long?>? begin = null)
    {
        var settings = new KafkaConsumerSettings(
            servers.Broker.BootstrapServers, topic, TimeSpan.FromSeconds(1), 1 << 20, TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(6), "", true, TimeSpan.FromMinutes(1), isEmbedded, new KafkaSecurity());
        var consumer = new KafkaPacketConsumer(settings, partitions => [.. partitions.Select(begin ?? (_ => 0))], NullLogger.Instance);
        consumer.Subscribe([topic]);
        return consumer;
    }

    static void PollSome(KafkaPacketConsumer consumer, List<KafkaPacket> batch, int count)
    {
        for (var tries = 0; tries < 400; tries++)
        {
            consumer.Poll(batch, count, 1 << 20, Linger, Linger, TimeProvider.System);
            if (batch.Count > 0)
                return;
        }

        Assert.Fail("No packet has come.");
    }
}
