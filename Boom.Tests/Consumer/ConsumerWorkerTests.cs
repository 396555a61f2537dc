using Boom.Core.Alerts;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Embedded.Servers;
using Boom.Hosting.Clients;
using Boom.Tests.Embedded;
using Boom.Tests.Fakes;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Consumer;

[Collection(EmbeddedServersGroup.Name)]
public sealed class ConsumerWorkerTests(EmbeddedServers servers)
{
    static readonly CancellationToken None = CancellationToken.None;

    async Task PublishAsync(string topic, int count, int packetBytes = 64)
    {
        servers.Broker.EnsureTopic(topic);
        await using var publisher = servers.CreatePublisher();
        var number = 0;
        foreach (var packet in new MemoryFeed(topic, count, packetBytes).Read(0))
            await publisher.PublishAsync(topic, number++ % EmbeddedBroker.PartitionCount, packet, None);
        await publisher.FlushAsync(None);
    }

    [Fact]
    public async Task Run_LedgerKnowsSome_QueuesOnlyTheRest()
    {
        var ledger = new MemoryLedger();
        await PublishAsync("consumer_some", 40);
        await ledger.RecordAsync(
            [.. new[] { 0L, 1, 2, 5 }.Select(offset => new LedgerEntry(new PacketOrigin("consumer_some", 0, offset, 0), PacketOutcome.Stored))], None);

        await using var consumer = await RunningConsumer.StartAsync(servers, "consumer_some", "consumer_some", ledger);
        var taken = await consumer.TakeAsync(36);

        var offsets = taken.Where(message => message.Message.Origin.Partition == 0).Select(message => message.Message.Origin.Offset);
        Assert.Equal([3, 4, 6, 7, 8, 9], offsets);
    }

    [Fact]
    public async Task Run_EmptyRecord_IsRejectedInTheLedger()
    {
        const string topic = "consumer_empty";
        var ledger = new MemoryLedger();
        servers.Broker.EnsureTopic(topic);
        await using var publisher = servers.CreatePublisher();
        await publisher.PublishPlaceholderAsync(topic, 2, lost: false, None);
        await publisher.FlushAsync(None);

        await using var consumer = await RunningConsumer.StartAsync(servers, topic, topic, ledger);

        await RunningConsumer.UntilAsync(() => ValueTask.FromResult(ledger.Count(PacketOutcome.Rejected) == 1));
        Assert.Equal(0, (await consumer.Queue.GetStatusAsync(None)).Ready);
    }

    [Fact]
    public async Task Run_QueueIsFull_PausesAndGoesOn()
    {
        const string topic = "consumer_full";
        await PublishAsync(topic, 400);
        await using var consumer = await RunningConsumer.StartAsync(
            servers, topic, topic, new MemoryLedger(), options => (options.MaxQueueMessages, options.BatchSize) = (50, 20));
        await RunningConsumer.UntilAsync(async () => (await consumer.Queue.GetStatusAsync(None)).Ready >= 50);

        var full = await consumer.Queue.GetStatusAsync(None);
        var taken = await consumer.TakeAsync(400);

        Assert.Equal(50, full.Ready);
        Assert.Equal(400, taken.Select(message => message.Message.Origin).Distinct().Count());
    }

    [Fact]
    public async Task Run_IntakeIsPaused_ReadsNothingAndGoesOnWhereItWas()
    {
        const string topic = "consumer_intake";
        var ledger = new MemoryLedger();
        await PublishAsync(topic, 40);
        await using var consumer = await RunningConsumer.StartAsync(servers, topic, topic, ledger);
        var before = await consumer.TakeAsync(40);

        await ledger.PauseAsync(Survey.Ztf, new IntakePause("upgrade", 1000), None);
        await RunningConsumer.UntilAsync(() => ValueTask.FromResult(consumer.Pulse.Pause is not null));
        await PublishAsync(topic, 60);
        var readings = ledger.Readings;
        await RunningConsumer.UntilAsync(() => ValueTask.FromResult(ledger.Readings > readings + 2));
        var queued = (await consumer.Queue.GetStatusAsync(None)).Ready;
        await ledger.ResumeAsync(Survey.Ztf, None);
        var after = await consumer.TakeAsync(60);

        Assert.Equal(0, queued);
        Assert.Equal(100, before.Concat(after).Select(message => message.Message.Origin).Distinct().Count());
        Assert.Null(consumer.Pulse.Pause);
    }

    [Fact]
    public async Task Run_IntakeIsPausedAtTheStart_ReadsNothing()
    {
        const string topic = "consumer_intake_start";
        var ledger = new MemoryLedger();
        await ledger.PauseAsync(Survey.Ztf, new IntakePause("", 1000), None);
        await PublishAsync(topic, 20);

        await using var consumer = await RunningConsumer.StartAsync(servers, topic, topic, ledger);
        await RunningConsumer.UntilAsync(() => ValueTask.FromResult(ledger.Readings > 2));

        Assert.Equal(0, (await consumer.Queue.GetStatusAsync(None)).Ready);
        Assert.StartsWith("The intake of ZTF is paused since 1970-01-01", consumer.Pulse.Pause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_DiskHasNoRoom_ReadsNothingAndGoesOnByItself()
    {
        const string topic = "consumer_room";
        var ledger = new MemoryLedger();
        var free = 0L;
        var room = new StorageRoom(1_000, [new("store", "/data")], _ => (Volatile.Read(ref free), 10_000), TimeProvider.System);
        await PublishAsync(topic, 40);
        await using var consumer = await RunningConsumer.StartAsync(servers, topic, topic, ledger, room: room);
        await RunningConsumer.UntilAsync(() => ValueTask.FromResult(ledger.Readings > 2));
        var (queued, isForced) = ((await consumer.Queue.GetStatusAsync(None)).Ready, consumer.Pulse.IsForcedToPause);

        Volatile.Write(ref free, 5_000);
        var taken = await consumer.TakeAsync(40);

        Assert.Equal((0, true), (queued, isForced));
        Assert.Equal(40, taken.Select(message => message.Message.Origin).Distinct().Count());
        Assert.Null(consumer.Pulse.Pause);
    }

    [Fact]
    public async Task Run_FourConsumersShareAQueue_ItsOwnDepthStopsThem()
    {
        const string topic = "consumer_shared";
        const int limit = 100, batch = 10;
        await PublishAsync(topic, 800);
        var ledger = new MemoryLedger();
        var consumers = new List<RunningConsumer>();
        for (var i = 0; i < 4; i++)
        {
            consumers.Add(await RunningConsumer.StartAsync(
                servers, topic, topic, ledger, options => (options.MaxQueueMessages, options.BatchSize) = (limit, batch)));
        }

        // Members come one by one, and each of the four partitions is read by one of them in the end. Half is taken out each time: who has paused goes on
        // below 80 %, so that the queue may rest from there on, when the one that filled it has no more.
        await RunningConsumer.UntilAsync(async () => (await consumers[0].Queue.GetStatusAsync(None)).Ready >= limit);
        long deepest = 0;
        var taken = 0;
        while (taken < 800)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await RunningConsumer.UntilAsync(async () => (await consumers[0].Queue.GetStatusAsync(None)).Ready >= Math.Min(0.8 * limit, 800 - taken));
            var depth = (await consumers[0].Queue.GetStatusAsync(None)).Ready;
            deepest = Math.Max(deepest, depth);
            taken += (await consumers[0].TakeAsync((int)Math.Min(Math.Max(depth - (limit / 2), 1), 800 - taken))).Count;
        }

        foreach (var consumer in consumers)
            await consumer.DisposeAsync();
        Assert.InRange(deepest, limit, limit + (2 * 4 * batch));
    }

    [Fact]
    public async Task Run_LedgerDoesNotAnswerDuringAnAssignment_IsAskedAgainBeforeTheGroupTakesThePartitions()
    {
        const string topic = "consumer_slow_ledger";
        await PublishAsync(topic, 10);
        var readings = 0;
        var ledger = new MemoryLedger
        {
            BeforeReading = token => Interlocked.Increment(ref readings) == 1 ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token) : Task.CompletedTask,
        };
        var lines = new LineLogger();
        await using var consumer = await RunningConsumer.StartAsync(
            servers, topic, topic, ledger, options => options.MaxSilence = TimeSpan.FromSeconds(6), logger: KafkaRuns.Log(lines));

        var taken = await consumer.TakeAsync(10);

        Assert.Equal(10, taken.Count);
        Assert.Single(lines.All, line => line.Contains("could not be found within 4 s: store or broker do not answer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_TopicComesIntoBeingLater_IsRead()
    {
        await using var consumer = await RunningConsumer.StartAsync(
            servers, "^consumer_later_[0-9]+$", "consumer_later", new MemoryLedger());
        await PublishAsync("consumer_later_1", 10);
        var first = await consumer.TakeAsync(10);
        await PublishAsync("consumer_later_2", 10);

        var second = await consumer.TakeAsync(10);

        Assert.All(first, message => Assert.Equal("consumer_later_1", message.Message.Origin.Topic));
        Assert.All(second, message => Assert.Equal("consumer_later_2", message.Message.Origin.Topic));
    }

    [Fact]
    public async Task Run_IdleOnAnEmptyTopic_LosesNoneOfTheFirstPackets()
    {
        const string topic = "consumer_idle";
        servers.Broker.EnsureTopic(topic);
        var ledger = new MemoryLedger();
        await using var consumer = await RunningConsumer.StartAsync(
            servers, topic, topic, ledger, options => options.RosterInterval = TimeSpan.FromSeconds(1));
        await RunningConsumer.UntilAsync(() => ValueTask.FromResult(ledger.Readings > 15));

        await PublishAsync(topic, 12);
        var taken = await consumer.TakeAsync(12);

        Assert.Equal(12, taken.Select(message => message.Message.Origin).Distinct().Count());
    }

    [Fact]
    public async Task Run_OneTopicDoesNotExist_ReadsTheOther()
    {
        const string topic = "consumer_beside_nothing";
        await PublishAsync(topic, 12);

        await using var consumer = await RunningConsumer.StartAsync(
            servers, topic, topic, new MemoryLedger(), options => options.Topics = ["consumer_nowhere", topic]);
        var taken = await consumer.TakeAsync(12);

        Assert.Equal(12, taken.Select(message => message.Message.Origin).Distinct().Count());
    }

    [Fact]
    public async Task Run_QueueServerLosesEverything_ReadsAgainWhatIsNotAccountedFor()
    {
        const string topic = "consumer_wiped";
        await PublishAsync(topic, 100);
        await using var consumer = await RunningConsumer.StartAsync(servers, topic, topic, new MemoryLedger());
        await consumer.TakeAsync(30);
        await RunningConsumer.UntilAsync(async () => (await consumer.Queue.GetStatusAsync(None)).Ready == 70);

        foreach (var suffix in new[] { "ready", "leases", "enqueued", "envelopes", "sizes", "attempts", "counters" })
            await servers.Valkey.GetDatabase().KeyDeleteAsync($"{{{topic}}}:{suffix}");
        var rest = await consumer.TakeAsync(70);

        Assert.Equal(70, rest.Select(message => message.Message.Origin).Distinct().Count());
        Assert.Equal(100, consumer.Ledger.Count(PacketOutcome.Stored));
    }
}
