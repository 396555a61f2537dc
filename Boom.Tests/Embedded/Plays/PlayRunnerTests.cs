using Boom.Embedded.Plays;
using Boom.Embedded.Servers;
using Boom.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Boom.Tests.Embedded.Plays;

[Collection(EmbeddedServersGroup.Name)]
public sealed class PlayRunnerTests(EmbeddedServers servers)
{
    [Fact]
    public async Task PlayAsync_WholeFeed_ReachesTheQueueOnceEach()
    {
        var ledger = new MemoryLedger();
        await using var consumer = await RunningConsumer.StartAsync(servers, "play_whole", "play_whole", ledger);
        await using var publisher = servers.CreatePublisher();
        var runner = new PlayRunner(servers.Broker, publisher, ledger, ledger, new PartitionPacers(servers.Broker, consumer.Progress), TimeProvider.System, NullLogger<PlayRunner>.Instance);

        var playing = runner.PlayAsync(new PlayPlan(new MemoryFeed("a", 1_000), "play_whole", null), onPublished: null, CancellationToken.None);
        var taken = await consumer.TakeAsync(1_000);
        var result = await playing;

        Assert.Equal((1_000, 0, false), (result.Published, result.AlreadyPublished, result.Resumed));
        Assert.Equal(Enumerable.Range(0, 1_000), taken.Select(message => MemoryFeed.NumberOf(message.Message.Payload)).Order());
        Assert.All(taken, message => Assert.Equal(
            MemoryFeed.NumberOf(message.Message.Payload),
            (message.Message.Origin.Offset * EmbeddedBroker.PartitionCount) + message.Message.Origin.Partition));
    }

    [Fact]
    public async Task PlayAsync_FeedLargerThanTheBrokerKeeps_LosesNothing()
    {
        var ledger = new MemoryLedger();
        await using var consumer = await RunningConsumer.StartAsync(
            servers, "play_large", "play_large", ledger, options => options.MaxQueueMessages = 50);
        await using var publisher = servers.CreatePublisher();
        var runner = new PlayRunner(servers.Broker, publisher, ledger, ledger, new PartitionPacers(servers.Broker, consumer.Progress), TimeProvider.System, NullLogger<PlayRunner>.Instance);

        var playing = runner.PlayAsync(new PlayPlan(new MemoryFeed("large", 900, 60_000), "play_large", null), onPublished: null, CancellationToken.None);
        var taken = await consumer.TakeAsync(900);
        await playing;

        Assert.Equal(Enumerable.Range(0, 900), taken.Select(message => MemoryFeed.NumberOf(message.Message.Payload)).Order());
    }

    [Fact]
    public async Task PlayAsync_SameSourceAgain_SaysThatNothingIsLeft()
    {
        var ledger = new MemoryLedger();
        await using var consumer = await RunningConsumer.StartAsync(servers, "play_again", "play_again", ledger);
        await using var publisher = servers.CreatePublisher();
        var runner = new PlayRunner(servers.Broker, publisher, ledger, ledger, new PartitionPacers(servers.Broker, consumer.Progress), TimeProvider.System, NullLogger<PlayRunner>.Instance);
        await runner.PlayAsync(new PlayPlan(new MemoryFeed("a", 10), "play_again", null), onPublished: null, CancellationToken.None);

        var again = await runner.PlayAsync(new PlayPlan(new MemoryFeed("a", 10), "play_again", null), onPublished: null, CancellationToken.None);
        var other = await runner.PlayAsync(new PlayPlan(new MemoryFeed("b", 5), "play_again", null), onPublished: null, CancellationToken.None);

        Assert.True(again.NothingLeft);
        Assert.Equal(5, other.Published);
        Assert.Equal(10, (await ledger.ReadPlaysAsync(CancellationToken.None))[1].FirstSequence);
    }
}
