using Boom.Core.Plays;
using Boom.Embedded.Plays;
using Boom.Messaging.Kafka;
using Boom.Tests.Support;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>One packet over the broker's limit ended the play: "the broker does not answer", and the packets in its batch were refused with it.</summary>
[Collection(KafkaTests.Name)]
public sealed class BrokerRefusesALargePacketTests(KafkaTestServer kafka)
{
    const int LimitBytes = 200_000;
    const int Small = 60;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PlayAsync_OnePacketOverTheLimit_IsNamedAndAllOthersArrive()
    {
        const string topic = "refused_large";
        await CreateAsync(topic);
        await using var publisher = new PacketPublisher(kafka.BootstrapServers, TimeProvider.System, NullLogger.Instance);
        using var admin = new KafkaAdmin(kafka.BootstrapServers);

        var result = await new PlainPlayer(publisher, admin, TimeProvider.System).PlayAsync(new PlayPlan(new Feed(), topic, null), null, Token);

        Assert.Equal(Small, result.Published);
        Assert.Contains("packet 30", Assert.Single(result.Problems), StringComparison.Ordinal);
        Assert.Equal(Small, admin.ReadWatermarks(topic).Sum(marks => marks.High - marks.Low));
    }

    async Task CreateAsync(string topic)
    {
        await kafka.Require().CreateTopicsAsync(
        [
            new TopicSpecification
            {
                Name = topic, NumPartitions = 4, ReplicationFactor = 1,
                Configs = new Dictionary<string, string> { ["max.message.bytes"] = $"{LimitBytes}" },
            },
        ]);
    }

    sealed class Feed : IPacketFeed
    {
        public string Source => "sizes";

        public long? Count => Small + 1;

        public IReadOnlyList<string> Problems => [];

        public IEnumerable<ReadOnlyMemory<byte>> Read(long first)
        {
            for (var number = (int)first; number <= Small; number++)
                yield return new byte[number == 30 ? 2_600_000 : 70_000];
        }
    }
}
