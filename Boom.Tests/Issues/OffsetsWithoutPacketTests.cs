using System.Text;
using Boom.Core.Store;
using Boom.Tests.Embedded;
using Boom.Tests.Fakes;
using Boom.Tests.Support;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>Transactions leave markers and aborted packets, compaction takes packets away: their offsets are waited for by nobody.</summary>
[Collection(KafkaTests.Name)]
public sealed class OffsetsWithoutPacketTests(KafkaTestServer kafka, EmbeddedServers servers)
{
    readonly MemoryLedger _ledger = new();

    async Task<List<string>> RunToItsEndAsync(string topic)
    {
        var drained = 0;
        await using var consumer = await RunningConsumer.StartAsync(
            servers, topic, topic, _ledger, options => KafkaRuns.Configure(options, kafka, () => { }), onDrained: () => drained++);
        var taken = await consumer.TakeUntilAsync(() => drained > 0);
        return taken.ConvertAll(message => Encoding.ASCII.GetString(message.Message.Payload.Span));
    }

    void Transact(string topic, string tag, int count, bool commit)
    {
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers, TransactionalId = topic })
            .SetLogHandler((_, _) => { })
            .Build();
        producer.InitTransactions(TimeSpan.FromSeconds(30));
        producer.BeginTransaction();
        for (var i = 0; i < count; i++)
            producer.Produce(new TopicPartition(topic, 0), new Message<Null, string> { Value = $"{tag}{i}" });
        producer.Flush(TimeSpan.FromSeconds(10));
        if (commit)
            producer.CommitTransaction();
        else
            producer.AbortTransaction();
    }

    [Fact]
    public async Task Run_TransactionsOneAborted_StoresTheCommittedAndEnds()
    {
        const string topic = "transactions";
        await kafka.MakeTopicAsync(topic, 1);
        Transact(topic, "a", 10, commit: true);
        Transact(topic, "b", 30, commit: false);
        Transact(topic, "c", 5, commit: true);

        var texts = await RunToItsEndAsync(topic);

        Assert.Equal(15, texts.Count);
        Assert.DoesNotContain(texts, text => text.StartsWith('b'));
        Assert.Equal((15, 33), (_ledger.Count(PacketOutcome.Stored), _ledger.Count(PacketOutcome.Absent)));
    }

    [Fact]
    public async Task Run_CompactedTopic_StoresWhatIsLeftAndEnds()
    {
        const string topic = "compacted";
        await kafka.Require().CreateTopicsAsync(
        [
            new TopicSpecification
            {
                Name = topic,
                NumPartitions = 1,
                ReplicationFactor = 1,
                Configs = new Dictionary<string, string>
                {
                    ["cleanup.policy"] = "compact", ["segment.ms"] = "200", ["min.cleanable.dirty.ratio"] = "0.01", ["max.compaction.lag.ms"] = "200",
                },
            },
        ]);
        var config = new ProducerConfig { BootstrapServers = kafka.BootstrapServers };
        using (var producer = new ProducerBuilder<string, string>(config).SetLogHandler((_, _) => { }).Build())
        {
            for (var i = 0; i < 200; i++)
            {
                producer.Produce(new TopicPartition(topic, 0), new Message<string, string> { Key = $"{i % 5}", Value = $"k{i}" });
                if (i % 20 == 19)
                {
                    producer.Flush(TimeSpan.FromSeconds(10));
                    await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, TestContext.Current.CancellationToken);
                }
            }
        }

        await RunningConsumer.UntilAsync(() => new(CountLeft(topic) < 190));
        var texts = await RunToItsEndAsync(topic);

        Assert.Equal(200, texts.Count + _ledger.Count(PacketOutcome.Absent));
        Assert.True(_ledger.Count(PacketOutcome.Absent) > 10);
    }

    int CountLeft(string topic)
    {
        using var consumer = new ConsumerBuilder<Ignore, string>(
            new ConsumerConfig { BootstrapServers = kafka.BootstrapServers, GroupId = "count", EnablePartitionEof = true }).Build();
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        var count = 0;
        while (consumer.Consume(TimeSpan.FromSeconds(5)) is { IsPartitionEOF: false })
            count++;
        return count;
    }
}
