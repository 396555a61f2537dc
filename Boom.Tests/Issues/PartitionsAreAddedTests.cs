using System.Text;
using Boom.Core.Store;
using Boom.Tests.Embedded;
using Boom.Tests.Fakes;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>A topic that gets more partitions: what was published into them before anybody noticed is read as well.</summary>
[Collection(KafkaTests.Name)]
public sealed class PartitionsAreAddedTests(KafkaTestServer kafka, EmbeddedServers servers)
{
    readonly MemoryLedger _ledger = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_PartitionsAreAdded_ReadsThemFromTheirBeginning(bool isRunning)
    {
        const int before = 2, after = 6, packets = 300;
        var topic = $"more_partitions_{isRunning}";
        await kafka.MakeTopicAsync(topic, before);
        await kafka.PublishAsync(topic, before, 50, "first");
        var consumer = await StartAsync(topic);
        await consumer.TakeAsync(50);
        if (!isRunning)
            await consumer.DisposeAsync();

        await kafka.AddPartitionsAsync(topic, after);
        await kafka.PublishAsync(topic, after, packets, "second");
        if (!isRunning)
            consumer = await StartAsync(topic);
        var seen = new HashSet<string>();
        await consumer.TakeUntilAsync(() => seen.Count == packets, taken => seen.Add(Encoding.ASCII.GetString(taken.Message.Payload.Span)));

        await consumer.DisposeAsync();
        Assert.Equal(50 + packets, _ledger.Count(PacketOutcome.Stored));
    }

    Task<RunningConsumer> StartAsync(string topic) =>
        RunningConsumer.StartAsync(servers, topic, topic, _ledger, options => KafkaRuns.Configure(options, kafka, onDrained: null));
}
