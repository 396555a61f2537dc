using System.Text;
using Boom.Tests.Embedded;
using Boom.Tests.Fakes;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>
/// A consumer with a name (<c>Consumer:Instance</c>) that comes back within the session timeout gets the partitions that it had, and the group is not asked
/// which there are: the topic may have others by then.
/// </summary>
[Collection(KafkaTests.Name)]
public sealed class NamedMemberComesBackTests(KafkaTestServer kafka, EmbeddedServers servers)
{
    readonly MemoryLedger _ledger = new();
    readonly LineLogger _lines = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_TopicWasMadeAnewWithFewerPartitionsMeanwhile_ReadsAllOfIt(bool isCooperative)
    {
        var topic = $"named_fewer_{isCooperative}";
        await kafka.MakeTopicAsync(topic, 4);
        await kafka.PublishAsync(topic, 4, 40, "first");
        await using (var first = await StartAsync(topic, isCooperative))
            await first.TakeAsync(40);

        await kafka.MakeTopicAnewAsync(topic, 3);
        await kafka.PublishAsync(topic, 3, 30, "second");
        await ReadAsync(topic, isCooperative, 30);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_PartitionsWereAddedMeanwhile_ReadsThem(bool isCooperative)
    {
        var topic = $"named_more_{isCooperative}";
        await kafka.MakeTopicAsync(topic, 2);
        await kafka.PublishAsync(topic, 2, 20, "first");
        await using (var first = await StartAsync(topic, isCooperative))
            await first.TakeAsync(20);

        await kafka.AddPartitionsAsync(topic, 4);
        await kafka.PublishAsync(topic, 4, 40, "second");
        await ReadAsync(topic, isCooperative, 40);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_TopicIsNotThereAndComesLater_ReadsAllOfIt(bool isCooperative)
    {
        var topic = $"named_later_{isCooperative}";
        await kafka.MakeTopicAsync(topic, 2);
        await kafka.PublishAsync(topic, 2, 20, "first");
        await using (var first = await StartAsync(topic, isCooperative))
            await first.TakeAsync(20);

        await kafka.DeleteTopicAsync(topic);
        await using var consumer = await StartAsync(topic, isCooperative);
        await RunningConsumer.UntilAsync(() => new(_lines.All.Count(line => line.Contains($"Reading {topic}", StringComparison.Ordinal)) == 2));
        await kafka.MakeTopicAsync(topic, 2);
        await kafka.PublishAsync(topic, 2, 40, "second");
        await ReadAsync(consumer, 40);
    }

    async Task ReadAsync(string topic, bool isCooperative, int count)
    {
        await using var consumer = await StartAsync(topic, isCooperative);
        await ReadAsync(consumer, count);
    }

    static async Task ReadAsync(RunningConsumer consumer, int count)
    {
        var seen = new HashSet<string>();
        await consumer.TakeUntilAsync(() => seen.Count == count, taken => seen.Add(Encoding.ASCII.GetString(taken.Message.Payload.Span)));
        Assert.All(seen, text => Assert.StartsWith("second", text, StringComparison.Ordinal));
    }

    Task<RunningConsumer> StartAsync(string topic, bool isCooperative) => RunningConsumer.StartAsync(servers, topic, topic, _ledger, options =>
    {
        KafkaRuns.Configure(options, kafka, onDrained: null);
        (options.Instance, options.Cooperative, options.SessionTimeout) = ("0", isCooperative, TimeSpan.FromMinutes(5));
    }, logger: KafkaRuns.Log(_lines));
}
