using Boom.Core.Messages;
using Boom.Core.Resilience;
using Boom.Messaging.Kafka;
using Boom.Tests.Support;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using static Boom.Tests.Messaging.Kafka.SentMessages;

namespace Boom.Tests.Messaging.Kafka;

/// <summary>Streams on a Kafka.</summary>
[Collection(KafkaTests.Name)]
public sealed class KafkaStreamsTests(KafkaTestServer kafka)
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EnsureTopicsAsync_NotThere_IsMadeAsAsked()
    {
        kafka.Require();
        using var admin = new KafkaAdmin(kafka.BootstrapServers);
        using var sink = Create(admin, kafka.BootstrapServers);

        Assert.Empty(await sink.EnsureTopicsAsync([new StreamTopic("streams_made", 3, TimeSpan.FromDays(2))], Token));

        Assert.Equal((3, "172800000"), (await CountPartitionsAsync(admin, "streams_made"), await RetentionAsync("streams_made")));
    }

    [Fact]
    public async Task EnsureTopicsAsync_ThereAlready_KeepsItsPartitionsAndHasItsRetentionSet()
    {
        await kafka.MakeTopicAsync("streams_there", 2);
        using var admin = new KafkaAdmin(kafka.BootstrapServers);
        using var sink = Create(admin, kafka.BootstrapServers);

        Assert.Empty(await sink.EnsureTopicsAsync([new StreamTopic("streams_there", 9, TimeSpan.FromHours(5))], Token));

        Assert.Equal((2, "18000000"), (await CountPartitionsAsync(admin, "streams_there"), await RetentionAsync("streams_there")));
    }

    [Fact]
    public async Task SendAsync_ManyMessages_AreAllThereOnceCompressedByZstd()
    {
        kafka.Require();
        using var admin = new KafkaAdmin(kafka.BootstrapServers);
        using var sink = Create(admin, kafka.BootstrapServers);
        await sink.EnsureTopicsAsync([new StreamTopic("streams_many", 4, TimeSpan.FromHours(5))], Token);

        Assert.Empty(await sink.SendAsync([.. Enumerable.Range(0, 2000).Select(number => Message("streams_many", number, 3000))], Token));

        var read = Read(kafka.BootstrapServers, "streams_many", 2000);
        Assert.Equal(2000, read.Select(result => HeadersOf(result)[MessageHeaders.Id]).Distinct().Count());
        Assert.Equal(2000, admin.ReadWatermarks("streams_many").Sum(marks => marks.High - marks.Low));
    }

    [Fact]
    public async Task SendAsync_TooLargeForTheTopic_IsRefusedAloneAndTheOthersArrive()
    {
        var client = kafka.Require();
        await kafka.MakeTopicAsync("streams_small", 1);
        await client.IncrementalAlterConfigsAsync(new Dictionary<ConfigResource, List<ConfigEntry>>
        {
            [new ConfigResource { Type = ResourceType.Topic, Name = "streams_small" }] =
                [new ConfigEntry { Name = "max.message.bytes", Value = "2000", IncrementalOperation = AlterConfigOpType.Set }],
        });
        using var admin = new KafkaAdmin(kafka.BootstrapServers);
        using var sink = Create(admin, kafka.BootstrapServers);
        var random = new Random(5);
        var large = Message("streams_small", 2) with { Value = [.. Enumerable.Range(0, 9000).Select(_ => (byte)random.Next(256))] };
        await sink.SendAsync([Message("streams_small", 1)], Token);

        var refused = await sink.SendAsync([large], Token);
        await sink.SendAsync([Message("streams_small", 3)], Token);

        Assert.Equal("id2", Assert.Single(refused).Message.Id);
        Assert.Equal(["id1", "id3"], Read(kafka.BootstrapServers, "streams_small", 2).Select(result => HeadersOf(result)[MessageHeaders.Id]));
    }

    [Fact]
    public async Task SendAsync_LoginIsRefused_IsAFaultThatDoesNotPass()
    {
        kafka.Require();
        var security = new KafkaSecurity { Protocol = "sasl_plaintext", Mechanism = "scram-sha-512", Username = "boom", Password = "wrong" };
        using var admin = new KafkaAdmin(kafka.SignInServers, security);
        using var sink = new KafkaMessageSink(kafka.SignInServers, admin, isEmbedded: false, TimeProvider.System, NullLogger.Instance, security);

        await Assert.ThrowsAsync<PermanentFaultException>(async () => await sink.SendAsync([Message("streams_login", 1)], Token));
    }

    // A topic just made has no leaders for a moment.
    static async Task<int> CountPartitionsAsync(KafkaAdmin admin, string topic)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return admin.ReadWatermarks(topic).Count;
            }
            catch (TransientFaultException) when (tries < 100)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Token);
            }
        }
    }

    async Task<string> RetentionAsync(string topic)
    {
        var described = await kafka.Require().DescribeConfigsAsync([new ConfigResource { Type = ResourceType.Topic, Name = topic }]);
        return described.Single().Entries["retention.ms"].Value;
    }

    static KafkaMessageSink Create(KafkaAdmin admin, string brokers) => new(brokers, admin, isEmbedded: false, TimeProvider.System, NullLogger.Instance);
}
