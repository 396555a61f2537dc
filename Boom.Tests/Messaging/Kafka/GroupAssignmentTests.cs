using Boom.Messaging.Kafka;
using Boom.Tests.Support;
using Confluent.Kafka;
using Xunit;

namespace Boom.Tests.Messaging.Kafka;

[Collection(KafkaTests.Name)]
public sealed class GroupAssignmentTests(KafkaTestServer kafka)
{
    // As a Kafka 4.3.1 gave it for a member with two of three partitions of t1.
    static readonly byte[] Two = Convert.FromHexString("0000000000010002743100000002000000000000000100000000");

    [Fact]
    public void ReadAssignment_OfAMember_IsItsPartitions() =>
        Assert.Equal([new TopicPartition("t1", 0), new TopicPartition("t1", 1)], KafkaAdmin.ReadAssignment(Two));

    [Fact]
    public void ReadAssignment_CutAnywhere_GivesNoMoreThanThere()
    {
        for (var length = 0; length < Two.Length; length++)
            Assert.Subset(KafkaAdmin.ReadAssignment(Two).ToHashSet(), KafkaAdmin.ReadAssignment(Two.AsSpan(0, length)).ToHashSet());
    }

    [Fact]
    public void ReadAssignment_OfChance_NeverFails()
    {
        var random = new Random(5);
        for (var i = 0; i < 10_000; i++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            _ = KafkaAdmin.ReadAssignment(bytes);
        }
    }

    [Fact]
    public async Task FindGroupAssignment_TwoMembers_IsWhatBothHave()
    {
        const string topic = "group_of_two";
        await kafka.MakeTopicAsync(topic, 4);
        using var admin = new KafkaAdmin(kafka.BootstrapServers);
        Assert.Null(admin.FindGroupAssignment("nobody"));
        using var first = Join(topic);
        using var second = Join(topic);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        IReadOnlySet<TopicPartition>? found = null;
        while (first.Assignment.Count != 2 || second.Assignment.Count != 2 || found is null)
        {
            limit.Token.ThrowIfCancellationRequested();
            first.Consume(TimeSpan.FromMilliseconds(50));
            second.Consume(TimeSpan.FromMilliseconds(50));
            found = admin.FindGroupAssignment(topic);
        }

        Assert.Equal(first.Assignment.Concat(second.Assignment).ToHashSet(), found);
        Assert.Equal(4, admin.CountPartitions([topic, "not_there"])[topic]);
    }

    IConsumer<Ignore, Ignore> Join(string topic)
    {
        kafka.Require();
        var consumer = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig
        {
            BootstrapServers = kafka.BootstrapServers, GroupId = topic, TopicMetadataRefreshIntervalMs = 1_000,
        }).SetLogHandler((_, _) => { }).Build();
        consumer.Subscribe(topic);
        return consumer;
    }
}
