using Boom.Core.Messages;
using Boom.Core.Resilience;
using Boom.Messaging.Kafka;
using Boom.Tests.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using static Boom.Tests.Messaging.Kafka.SentMessages;

namespace Boom.Tests.Messaging.Kafka;

[Collection(EmbeddedServersGroup.Name)]
public sealed class KafkaMessageSinkTests(EmbeddedServers servers)
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SendAsync_Messages_CarryKeyIdentifierAndStamps()
    {
        const string topic = "sink_headers";
        using var admin = new KafkaAdmin(servers.Broker.BootstrapServers);
        using var sink = Create(admin, servers.Broker.BootstrapServers);
        await sink.EnsureTopicsAsync([new StreamTopic(topic, 4, TimeSpan.FromHours(1))], Token);

        Assert.Empty(await sink.SendAsync([Message(topic, 1), Message(topic, 2)], Token));

        var read = Read(servers.Broker.BootstrapServers, topic, 2).OrderBy(result => result.Message.Value[0]).ToArray();
        Assert.Equal(["ZTF1", "ZTF2"], read.Select(result => result.Message.Key));
        Assert.Equal(Message(topic, 1).Value, read[0].Message.Value);
        var headers = HeadersOf(read[1]);
        var sentAt = long.Parse(headers[MessageHeaders.SentAt], null);
        Assert.InRange(DateTimeOffset.FromUnixTimeMilliseconds(sentAt), TimeProvider.System.GetUtcNow().AddMinutes(-1), TimeProvider.System.GetUtcNow());
        headers.Remove(MessageHeaders.SentAt);
        Assert.Equal(
            new Dictionary<string, string>
            {
                [MessageHeaders.Id] = "id2", [MessageHeaders.TraceParent] = "00-1-2-01", [MessageHeaders.StoredAt] = "2", [MessageHeaders.EnrichedAt] = "3",
                [MessageHeaders.FilteredAt] = "4",
            },
            headers);
        Assert.DoesNotContain(MessageHeaders.TraceParent, HeadersOf(read[0]).Keys);
    }

    [Fact]
    public async Task SendAsync_OneObject_KeepsItsOrder()
    {
        const string topic = "sink_order";
        servers.Broker.EnsureTopic(topic);
        using var admin = new KafkaAdmin(servers.Broker.BootstrapServers);
        using var sink = Create(admin, servers.Broker.BootstrapServers);

        for (var i = 0; i < 10; i++)
            await sink.SendAsync([.. Enumerable.Range(i * 30, 30).Select(number => Message(topic, number))], Token);

        var read = Read(servers.Broker.BootstrapServers, topic, 300);
        Assert.Equal(300, read.Count);
        Assert.All(read.GroupBy(result => result.Message.Key), group =>
        {
            Assert.Single(group.Select(result => result.Partition).Distinct());
            var numbers = group.Select(result => int.Parse(HeadersOf(result)[MessageHeaders.Id][2..], null)).ToArray();
            Assert.Equal(numbers.Order(), numbers);
        });
    }

    [Fact]
    public async Task SendAsync_TooLargeForTheClient_IsRefusedAloneWithTheReason()
    {
        const string topic = "sink_large";
        servers.Broker.EnsureTopic(topic);
        using var admin = new KafkaAdmin(servers.Broker.BootstrapServers);
        using var sink = Create(admin, servers.Broker.BootstrapServers);

        var refused = Assert.Single(await sink.SendAsync([Message(topic, 1), Message(topic, 2, 20 << 20), Message(topic, 3)], Token));

        Assert.Equal("id2", refused.Message.Id);
        Assert.Contains("large", refused.Reason, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["id1", "id3"], Read(servers.Broker.BootstrapServers, topic, 2).Select(result => HeadersOf(result)[MessageHeaders.Id]).Order());
    }

    [Fact]
    public async Task EnsureTopicsAsync_NobodyListens_IsAFaultThatPasses()
    {
        using var admin = new KafkaAdmin("127.0.0.1:1");
        using var sink = new KafkaMessageSink("127.0.0.1:1", admin, isEmbedded: true, TimeProvider.System, NullLogger.Instance);

        await Assert.ThrowsAsync<TransientFaultException>(async () => await sink.EnsureTopicsAsync([new StreamTopic("t", 1, TimeSpan.FromHours(1))], Token));
    }

    static KafkaMessageSink Create(KafkaAdmin admin, string brokers) => new(brokers, admin, isEmbedded: true, TimeProvider.System, NullLogger.Instance);
}
