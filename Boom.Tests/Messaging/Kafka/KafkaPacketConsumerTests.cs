using Boom.Embedded;
using Boom.Messaging.Kafka;
using Boom.Tests.Embedded;
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
        consumer.Poll([], 0, 1, Linger, TimeProvider.System);
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

    async Task<KafkaPacketConsumer> StartAsync(string topic, int packets)
    {
        servers.Broker.EnsureTopic(topic);
        await using (var publisher = servers.CreatePublisher())
        {
            for (var i = 0; i < packets; i++)
                await publisher.PublishAsync(topic, i % EmbeddedBroker.PartitionCount, BitConverter.GetBytes(i), CancellationToken.None);
            await publisher.FlushAsync(CancellationToken.None);
        }

        var settings = new KafkaConsumerSettings(
            servers.Broker.BootstrapServers, topic, TimeSpan.FromSeconds(1), 1 << 20, TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(6), "", true, new KafkaSecurity());
        var consumer = new KafkaPacketConsumer(settings, (_, _) => 0, NullLogger.Instance);
        consumer.Subscribe([topic]);
        return consumer;
    }

    static void PollSome(KafkaPacketConsumer consumer, List<KafkaPacket> batch, int count)
    {
        for (var tries = 0; tries < 400; tries++)
        {
            consumer.Poll(batch, count, 1 << 20, Linger, TimeProvider.System);
            if (batch.Count > 0)
                return;
        }

        Assert.Fail("No packet has come.");
    }
}
