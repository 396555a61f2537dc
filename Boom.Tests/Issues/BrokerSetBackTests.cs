using System.Text;
using Boom.Consumer;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Tests.Embedded;
using Boom.Tests.Fakes;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>
/// A broker that comes back without its newest packets and gets others in their place, under a consumer that waits: the client would go on behind them.
/// </summary>
public sealed class BrokerSetBackTests(EmbeddedServers servers, KafkaTestServer kafka) : IClassFixture<EmbeddedServers>, IClassFixture<KafkaTestServer>
{
    readonly MemoryLedger _ledger = new();
    readonly LineLogger _lines = new();

    [Fact]
    public async Task Run_BrokerIsSetBackAndFilledAgainWhileTheConsumerWaits_ReadsWhatCameInPlaceOfTheLost()
    {
        const string topic = "set_back";
        const int kept = 32, read = 40, second = 20;
        await kafka.MakeTopicAsync(topic, 1);
        await kafka.PublishAsync(topic, 1, kept, "first");
        await kafka.RememberAsync();
        await kafka.PublishAsync(topic, 1, read - kept, "lost");
        await using var consumer = await StartAsync(topic, read);
        await RunningConsumer.UntilAsync(async () => (await consumer.Queue.GetStatusAsync(CancellationToken.None)).Ready == read);

        await kafka.SetBackAsync();
        await kafka.PublishAsync(topic, 1, second, "second");
        var seen = new HashSet<string>();
        await consumer.TakeUntilAsync(
            () => seen.Count(text => text.StartsWith("second", StringComparison.Ordinal)) == second,
            taken => seen.Add(Encoding.ASCII.GetString(taken.Message.Payload.Span)));

        Assert.Equal(read + second, seen.Count);
        Assert.Single(_lines.All, line => line.Contains("lost packets at the end", StringComparison.Ordinal));
        Assert.Contains(await _ledger.ReadLedgerAsync(topic, CancellationToken.None), account => account.Topic == TopicIncarnation.NameOf(topic, 2));
    }

    [Fact]
    public async Task Run_PacketsOfBeforeAreStillQueuedWhenTheConsumerStarts_ReadsWhatCameInPlaceOfTheLost()
    {
        const string topic = "set_back_between";
        const int kept = 32, read = 40, second = 20;
        await kafka.MakeTopicAsync(topic, 1);
        await kafka.PublishAsync(topic, 1, kept, "first");
        await kafka.RememberAsync();
        await kafka.PublishAsync(topic, 1, read - kept, "lost");
        await using (var first = await StartAsync(topic, read))
            await RunningConsumer.UntilAsync(async () => (await first.Queue.GetStatusAsync(CancellationToken.None)).Ready == read);
        await kafka.SetBackAsync();
        await kafka.PublishAsync(topic, 1, second, "second");

        // The queue is full, and nothing of it has an outcome: it alone tells that the broker has other packets.
        await using var consumer = await StartAsync(topic, read);
        await RunningConsumer.UntilAsync(async () => (await _ledger.ReadLedgerAsync(topic, CancellationToken.None))
            .Any(account => account.Topic == TopicIncarnation.NameOf(topic, 2)));
        var seen = new HashSet<string>();
        await consumer.TakeUntilAsync(
            () => seen.Count(text => text.StartsWith("second", StringComparison.Ordinal)) == second,
            taken => seen.Add(Encoding.ASCII.GetString(taken.Message.Payload.Span)));

        Assert.Equal(read + second, seen.Count);
    }

    [Fact]
    public async Task Run_ConsumerReadsAgainWhatIsQueued_TheLastPacketOfTheOneBeforeStaysNoted()
    {
        const string topic = "noted";
        const int read = 40, again = 10;
        await kafka.MakeTopicAsync(topic, 1);
        await kafka.PublishAsync(topic, 1, read, "first");
        await using (var first = await StartAsync(topic, read))
            await RunningConsumer.UntilAsync(async () => (await first.Queue.GetStatusAsync(CancellationToken.None)).Ready == read);

        // Nothing is accounted for, so the second one begins at 0, and has room for ten packets.
        await using var second = await StartAsync(topic, read + again);
        await RunningConsumer.UntilAsync(async () => (await second.Queue.GetStatusAsync(CancellationToken.None)).Ready == read + again);

        var noted = Assert.Single(await ((IReadMarks)second.Queue).ReadMarksAsync(topic, CancellationToken.None));
        Assert.Equal(read - 1, noted.Packet.Offset);
    }

    [Fact]
    public async Task Run_PastNightWasSetBackAndEndsWhereItDid_IsNotTakenForRead()
    {
        const string topic = "ztf_20260101_programid1";
        const int kept = 32, lost = 8;
        await kafka.MakeTopicAsync(topic, 1);
        await kafka.PublishAsync(topic, 1, kept, "first");
        await kafka.RememberAsync();
        await kafka.PublishAsync(topic, 1, lost, "lost");
        await using (var first = await StartAsync(topic, 1_000))
            await first.TakeAsync(kept + lost);
        await kafka.SetBackAsync();
        await kafka.PublishAsync(topic, 1, lost, "second");

        await using var consumer = await StartAsync(topic, 1_000, options => options.Topics = []);
        var seen = new HashSet<string>();
        await consumer.TakeUntilAsync(
            () => seen.Count(text => text.StartsWith("second", StringComparison.Ordinal)) == lost,
            taken => seen.Add(Encoding.ASCII.GetString(taken.Message.Payload.Span)));

        Assert.Equal(kept + lost, seen.Count);
    }

    [Fact]
    public async Task Run_BrokerComesBackWithFewerPartitions_ReadsOn()
    {
        const string topic = "fewer";
        await kafka.MakeTopicAsync(topic, 2);
        await kafka.RememberAsync();
        await kafka.AddPartitionsAsync(topic, 4);
        await kafka.PublishAsync(topic, 4, 40, "first");
        await using var consumer = await StartAsync(topic, 1_000, options => options.SessionTimeout = TimeSpan.FromMinutes(1));
        await consumer.TakeAsync(40);

        await kafka.SetBackAsync();
        await kafka.PublishAsync(topic, 2, 30, "second");
        var seen = new HashSet<string>();
        await consumer.TakeUntilAsync(() => seen.Count == 30, taken => seen.Add(Encoding.ASCII.GetString(taken.Message.Payload.Span)));

        Assert.All(seen, text => Assert.StartsWith("second", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_TopicMadeAnewOnABrokerThatWasRestarted_ReadsAllOfIt()
    {
        // The leader epoch of a topic grows with each start of its broker; a topic that is made anew begins at 0 again.
        const string topic = "anew_epoch";
        await kafka.MakeTopicAsync(topic, 2);
        await kafka.PublishAsync(topic, 2, 20, "first");
        await kafka.RememberAsync();
        await kafka.RememberAsync();
        await kafka.PublishAsync(topic, 2, 20, "second");
        await using var consumer = await StartAsync(topic, 1_000);
        await consumer.TakeAsync(40);

        await kafka.MakeTopicAnewAsync(topic, 2);
        await kafka.PublishAsync(topic, 2, 30, "third");
        var seen = new HashSet<string>();
        await consumer.TakeUntilAsync(() => seen.Count == 30, taken => seen.Add(Encoding.ASCII.GetString(taken.Message.Payload.Span)));

        Assert.All(seen, text => Assert.StartsWith("third", text, StringComparison.Ordinal));
    }

    Task<RunningConsumer> StartAsync(string topic, int maxQueueMessages, Action<ConsumerOptions>? configure = null) => RunningConsumer.StartAsync(
        servers,
        topic,
        topic,
        _ledger,
        options =>
        {
            KafkaRuns.Configure(options, kafka, onDrained: null);
            (options.MaxQueueMessages, options.BatchSize) = (maxQueueMessages, 10);
            configure?.Invoke(options);
        },
        logger: KafkaRuns.Log(_lines));
}
