using Boom.Core.Resilience;
using Boom.Messaging.Kafka;
using Boom.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>A refused login is told as what it is, not as a broker that does not answer.</summary>
[Collection(KafkaTests.Name)]
public sealed class KafkaRefusesTests(KafkaTestServer kafka)
{
    static KafkaSecurity User(string password) => new() { Protocol = "SASL_PLAINTEXT", Mechanism = "SCRAM-SHA-512", Username = "boom", Password = password };

    KafkaConsumerSettings Settings(KafkaSecurity security) => new(
        kafka.SignInServers, "refused", TimeSpan.FromSeconds(1), 1 << 20, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(6), "", true,
        TimeSpan.FromMinutes(1), false, security);

    [Fact]
    public void Poll_WrongPassword_IsPermanentAndNamesTheRemedy()
    {
        kafka.Require();
        using var consumer = new KafkaPacketConsumer(Settings(User("wrong-secret")), partitions => [.. partitions.Select(_ => (long?)0)], NullLogger.Instance);
        consumer.Subscribe(["refused"]);

        var fault = Assert.Throws<PermanentFaultException>(() => PollFor(consumer, TimeSpan.FromSeconds(20)));

        Assert.Contains("user, password", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ListTopics_WrongPassword_IsPermanent()
    {
        kafka.Require();
        using var admin = new KafkaAdmin(kafka.SignInServers, User("wrong-secret"));

        Assert.Throws<PermanentFaultException>(() => admin.ListTopics());
    }

    [Fact]
    public async Task ReadTopicIds_RightPassword_GivesTheId()
    {
        await kafka.MakeTopicAsync("signed_in", 1);
        using var admin = new KafkaAdmin(kafka.SignInServers, User("boom-secret"));

        var ids = await admin.ReadTopicIdsAsync(["signed_in", "not_there"]);

        Assert.NotNull(Assert.Single(ids).Value);
    }

    [Fact]
    public void ListTopics_NobodyListens_IsTransient()
    {
        kafka.Require();
        using var admin = new KafkaAdmin("127.0.0.1:9");

        Assert.Throws<TransientFaultException>(() => admin.ListTopics());
    }

    [Fact]
    public async Task Poll_OneOfTwoConsumersHangs_TheOtherGetsItsPartitions()
    {
        const string topic = "hanging";
        await kafka.MakeTopicAsync(topic, 2);
        var settings = Settings(new KafkaSecurity()) with
        {
            BootstrapServers = kafka.BootstrapServers,
            GroupId = topic,
            MaxPollInterval = TimeSpan.FromSeconds(6),
        };
        using var hanging = new KafkaPacketConsumer(settings, partitions => [.. partitions.Select(_ => (long?)0)], NullLogger.Instance);
        using var other = new KafkaPacketConsumer(settings, partitions => [.. partitions.Select(_ => (long?)0)], NullLogger.Instance);
        hanging.Subscribe([topic]);
        var began = TimeProvider.System.GetTimestamp();
        while (hanging.Assignment.Count < 2 && TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(20))
            PollFor(hanging, TimeSpan.FromMilliseconds(200));

        other.Subscribe([topic]);
        began = TimeProvider.System.GetTimestamp();
        while (other.Assignment.Count < 2 && TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(40))
            PollFor(other, TimeSpan.FromMilliseconds(200));

        Assert.Equal(2, other.Assignment.Count);
    }

    static void PollFor(KafkaPacketConsumer consumer, TimeSpan patience)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < patience)
            consumer.Poll([], 10, 1 << 20, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(10), TimeProvider.System);
    }
}
