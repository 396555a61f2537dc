using Boom.Core.Plays;
using Boom.Embedded.Plays;
using Boom.Embedded.Servers;
using Boom.Messaging.Archives;
using Boom.Tests.Embedded;
using Boom.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>Two packets of 2.6 MB in one partition: the embedded broker took the second for dropped, and the play hung.</summary>
[Collection(EmbeddedServersGroup.Name)]
public sealed class LargePacketsPassTheEmbeddedBrokerTests(EmbeddedServers servers)
{
    [Theory]
    [InlineData("large_equal", 2_662_400, 2_662_400, 2_662_400)]
    [InlineData("large_mixed", 60_000, 4_900_000, 60_000)]
    [InlineData("large_limit", 1_500_000, PacketSource.MaxPacketBytes, 900_000)]
    public async Task PlayAsync_LargePackets_AllArrive(string topic, params int[] sizes)
    {
        var ledger = new MemoryLedger();
        await using var consumer = await RunningConsumer.StartAsync(servers, topic, topic, ledger);
        await using var publisher = servers.CreatePublisher();
        var runner = new PlayRunner(servers.Broker, publisher, ledger, ledger, new PartitionPacers(servers.Broker, consumer.Progress), TimeProvider.System, NullLogger<PlayRunner>.Instance);
        var feed = new SizedFeed([.. sizes.SelectMany(size => Enumerable.Repeat(size, EmbeddedBroker.PartitionCount))]);

        var playing = runner.PlayAsync(new PlayPlan(feed, topic, null), onPublished: null, TestContext.Current.CancellationToken);
        var taken = await consumer.TakeAsync(feed.Sizes.Count);
        await playing.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Equal(feed.Sizes.Order(), taken.Select(message => message.Message.Payload.Length).Order());
    }

    sealed class SizedFeed(IReadOnlyList<int> sizes) : IPacketFeed
    {
        public IReadOnlyList<int> Sizes => sizes;

        public string Source => "sizes";

        public long? Count => sizes.Count;

        public IReadOnlyList<string> Problems => [];

        public IEnumerable<ReadOnlyMemory<byte>> Read(long first) => sizes.Skip((int)first).Select(size => (ReadOnlyMemory<byte>)new byte[size]);
    }
}
