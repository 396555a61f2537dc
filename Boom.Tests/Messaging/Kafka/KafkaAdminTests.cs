using Boom.Core.Resilience;
using Boom.Embedded.Servers;
using Boom.Messaging.Kafka;
using Boom.Tests.Embedded;
using Xunit;

namespace Boom.Tests.Messaging.Kafka;

[Collection(EmbeddedServersGroup.Name)]
public sealed class KafkaAdminTests(EmbeddedServers servers)
{
    [Fact]
    public async Task PingAsync_ManyAtOnce_IsOneQuestion()
    {
        using var admin = new KafkaAdmin("127.0.0.1:1");

        var first = admin.PingAsync(TimeSpan.FromSeconds(1));
        var second = admin.PingAsync(TimeSpan.FromSeconds(1));

        Assert.Same(first, second);
        await Assert.ThrowsAsync<TransientFaultException>(() => first);
        Assert.NotSame(first, admin.PingAsync(TimeSpan.FromMilliseconds(10)));
    }

    [Fact]
    public async Task EnsureTopicAsync_TopicIsThere_AnswersItsPartitions()
    {
        servers.Broker.EnsureTopic("admin_there");
        using var admin = new KafkaAdmin(servers.Broker.BootstrapServers);

        Assert.Equal(EmbeddedBroker.PartitionCount, await admin.EnsureTopicAsync("admin_there", 9));
    }

    [Fact]
    public async Task ReadWatermarks_AfterPublishing_GivesTheExtent()
    {
        servers.Broker.EnsureTopic("admin_marks");
        await using var publisher = servers.CreatePublisher();
        for (var i = 0; i < 3; i++)
            await publisher.PublishAsync("admin_marks", 1, new byte[] { 1 }, CancellationToken.None);
        await publisher.FlushAsync(CancellationToken.None);
        using var admin = new KafkaAdmin(servers.Broker.BootstrapServers);

        Assert.Equal([(0, 0), (0, 3), (0, 0), (0, 0)], admin.ReadWatermarks("admin_marks"));
    }

    [Fact]
    public async Task ReadTopicIdsAsync_BrokerWithoutController_GivesNoneAndDoesNotWaitAgain()
    {
        servers.Broker.EnsureTopic("admin_ids");
        using var admin = new KafkaAdmin(servers.Broker.BootstrapServers);

        Assert.Null(Assert.Single(await admin.ReadTopicIdsAsync(["admin_ids"])).Value);
        Assert.True(admin.ReadTopicIdsAsync(["admin_ids"]).IsCompletedSuccessfully);
    }

    [Fact]
    public void ReadWatermarks_NoSuchTopic_IsEmptyAndMakesNone()
    {
        using var admin = new KafkaAdmin(servers.Broker.BootstrapServers);

        Assert.Empty(admin.ReadWatermarks("admin_missing"));
        Assert.DoesNotContain("admin_missing", admin.ListTopics());
    }
}
