using System.Text;
using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Messaging.Kafka;
using Boom.Tests.Embedded;
using Boom.Tests.Fakes;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>A topic that was deleted and made again has other packets at the offsets that are accounted for.</summary>
[Collection(KafkaTests.Name)]
public sealed class TopicMadeAnewTests(KafkaTestServer kafka, EmbeddedServers servers)
{
    const int Partitions = 4;

    readonly MemoryLedger _ledger = new();
    readonly LineLogger _lines = new();

    Task<RunningConsumer> StartAsync(string topic, Action? onDrained = null) => RunningConsumer.StartAsync(
        servers, topic, topic, _ledger, options => KafkaRuns.Configure(options, kafka, onDrained), onDrained: onDrained, logger: KafkaRuns.Log(_lines));

    static HashSet<string> Texts(List<ClaimedMessage> taken) => [.. taken.Select(message => Encoding.ASCII.GetString(message.Message.Payload.Span))];

    [Theory]
    [InlineData(300)]
    [InlineData(900)]
    public async Task Run_MadeAnewBetweenTwoRuns_ReadsAllOfIt(int packets)
    {
        var topic = $"anew_between_{packets}";
        await kafka.MakeTopicAsync(topic, Partitions);
        await kafka.PublishAsync(topic, Partitions, 400, "first");
        await using (var first = await StartAsync(topic))
            await first.TakeAsync(400);
        await kafka.MakeTopicAnewAsync(topic, Partitions);
        await kafka.PublishAsync(topic, Partitions, packets, "second");
        var drained = 0;

        await using var second = await StartAsync(topic, () => drained++);
        var taken = await second.TakeUntilAsync(() => drained > 0);

        Assert.Equal(packets, Texts(taken).Count);
        Assert.All(taken, message => Assert.Equal(TopicIncarnation.NameOf(topic, 2), message.Message.Origin.Topic));
        Assert.Equal(400 + packets, _ledger.Count(PacketOutcome.Stored));
        Assert.Single(_lines.All, line => line.Contains("made anew", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_MadeAnewUnderARunningConsumer_ReadsAllOfIt()
    {
        const string topic = "anew_under";
        await kafka.MakeTopicAsync(topic, Partitions);
        await kafka.PublishAsync(topic, Partitions, 400, "first");
        await using var consumer = await StartAsync(topic);
        await consumer.TakeAsync(400);

        await kafka.MakeTopicAnewAsync(topic, Partitions);
        await kafka.PublishAsync(topic, Partitions, 700, "second");
        var seen = new HashSet<string>();
        await consumer.TakeUntilAsync(() => seen.Count >= 700, taken => seen.UnionWith(Texts([taken])));

        Assert.Equal(700, seen.Count);
        Assert.Single(_lines.All, line => line.Contains("made anew", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_BrokerHasOtherPacketsAtTheEndWithoutTopicId_ReadsAllOfThem()
    {
        // As a broker that lost its newest packets: the same topic, shorter or with other packets where the ledger's last one was.
        const string topic = "anew_end";
        await kafka.MakeTopicAsync(topic, 1);
        await kafka.PublishAsync(topic, 1, 50, "second");
        await _ledger.RecordAsync(
            [.. Enumerable.Range(0, 40).Select(offset => new LedgerEntry(new PacketOrigin(topic, 0, offset, 1), PacketOutcome.Stored, 99))],
            CancellationToken.None);
        var drained = 0;

        await using var consumer = await StartAsync(topic, () => drained++);
        var taken = await consumer.TakeUntilAsync(() => drained > 0);

        Assert.Equal(50, Texts(taken).Count);
    }

    [Fact]
    public async Task Run_BrokerEndsBeforeTheLedger_ReadsAllOfIt()
    {
        const string topic = "anew_short";
        await kafka.MakeTopicAsync(topic, 1);
        await kafka.PublishAsync(topic, 1, 30, "second");
        await _ledger.RecordAsync(
            [.. Enumerable.Range(0, 40).Select(offset => new LedgerEntry(new PacketOrigin(topic, 0, offset, 1), PacketOutcome.Stored))],
            CancellationToken.None);
        var drained = 0;

        await using var consumer = await StartAsync(topic, () => drained++);
        var taken = await consumer.TakeUntilAsync(() => drained > 0);

        Assert.Equal(30, Texts(taken).Count);
        Assert.Contains(_lines.All, line => line.Contains("lost packets at the end", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_AnotherConsumerBeginsAnIncarnation_GoesOnWithIt()
    {
        // As one that had the partition before, and found too late that the broker had lost its end: what it began would wait for ever.
        const string topic = "anew_other";
        await kafka.MakeTopicAsync(topic, 1);
        await kafka.PublishAsync(topic, 1, 40, "first");
        await using var consumer = await StartAsync(topic);
        await consumer.TakeAsync(40);
        using var admin = new KafkaAdmin(kafka.BootstrapServers);
        var id = (await admin.ReadTopicIdsAsync([topic]))[topic];

        await _ledger.IdentifyAsync(TopicIncarnation.NameOf(topic, 2), 0, id!, CancellationToken.None);
        var seen = new HashSet<string>();
        var names = new HashSet<string>();
        await consumer.TakeUntilAsync(() => seen.Count >= 40, taken =>
        {
            seen.Add(Texts([taken]).Single());
            names.Add(taken.Message.Origin.Topic);
        });

        Assert.Equal([TopicIncarnation.NameOf(topic, 2)], names);
    }
}
