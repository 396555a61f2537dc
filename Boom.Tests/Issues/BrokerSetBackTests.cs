using System.Text;
using Boom.Core.Store;
using Boom.Tests.Embedded;
using Boom.Tests.Fakes;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>
/// A broker that comes back without its newest packets and gets others in their place, under a consumer that waits: the client would go on behind them.
/// </summary>
[Collection(EmbeddedServersGroup.Name)]
public sealed class BrokerSetBackTests(EmbeddedServers servers) : IAsyncLifetime
{
    readonly KafkaTestServer _kafka = new();
    readonly MemoryLedger _ledger = new();
    readonly LineLogger _lines = new();

    public ValueTask InitializeAsync() => _kafka.InitializeAsync();

    public ValueTask DisposeAsync() => _kafka.DisposeAsync();

    [Fact]
    public async Task Run_BrokerIsSetBackAndFilledAgainWhileTheConsumerWaits_ReadsWhatCameInPlaceOfTheLost()
    {
        const string topic = "set_back";
        const int kept = 32, read = 40, second = 20;
        await _kafka.MakeTopicAsync(topic, 1);
        await _kafka.PublishAsync(topic, 1, kept, "first");
        await _kafka.RememberAsync();
        await _kafka.PublishAsync(topic, 1, read - kept, "lost");
        await using var consumer = await RunningConsumer.StartAsync(
            servers,
            topic,
            topic,
            _ledger,
            options =>
            {
                KafkaRuns.Configure(options, _kafka, onDrained: null);
                (options.MaxQueueMessages, options.BatchSize) = (read, 10);
            },
            logger: KafkaRuns.Log(_lines));
        await RunningConsumer.UntilAsync(async () => (await consumer.Queue.GetStatusAsync(CancellationToken.None)).Ready == read);

        await _kafka.SetBackAsync();
        await _kafka.PublishAsync(topic, 1, second, "second");
        var seen = new HashSet<string>();
        await consumer.TakeUntilAsync(
            () => seen.Count(text => text.StartsWith("second", StringComparison.Ordinal)) == second,
            taken => seen.Add(Encoding.ASCII.GetString(taken.Message.Payload.Span)));

        Assert.Equal(read + second, seen.Count);
        Assert.Single(_lines.All, line => line.Contains("lost packets at the end", StringComparison.Ordinal));
        Assert.Contains(await _ledger.ReadLedgerAsync(topic, CancellationToken.None), account => account.Topic == TopicIncarnation.NameOf(topic, 2));
    }
}
