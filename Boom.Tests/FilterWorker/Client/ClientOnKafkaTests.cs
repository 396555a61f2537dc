using Boom.Core.Messages;
using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Messaging.Kafka;
using Boom.Tests.Support;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using static Boom.Tests.FilterWorker.Client.PublicStreamsOnKafka;

namespace Boom.Tests.FilterWorker.Client;

/// <summary>The public streams on a Kafka with users, read as the public Python client reads them.</summary>
[Collection(KafkaTests.Name)]
public sealed class ClientOnKafkaTests(PublicStreamsOnKafka streams) : IClassFixture<PublicStreamsOnKafka>
{
    static readonly TimeSpan Silence = TimeSpan.FromSeconds(12);
    static readonly TimeSpan ShortSilence = TimeSpan.FromSeconds(4);

    static readonly string[] Topics = [.. SurveyCatalog.Default.Supported.SelectMany(survey => SurveyCatalog.Default[survey].Public?.Topics ?? [])];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_Streams_MakesTheFourteenTopicsAsTheOptionsSay()
    {
        var admin = streams.Kafka.Require();
        var made = admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics.Where(topic => topic.Topic.StartsWith("babamul.", StringComparison.Ordinal)).ToList();

        var described = await admin.DescribeConfigsAsync(made.Select(topic => new ConfigResource { Type = ResourceType.Topic, Name = topic.Topic }));

        string[] expected =
        [
            .. from match in new[] { "no-lsst-match", "lsst-match" } from kind in new[] { "stellar", "hosted", "hostless" } select $"babamul.ztf.{match}.{kind}",
            .. from match in new[] { "no-ztf-match", "ztf-match" } from kind in new[] { "stellar", "hosted", "hostless", "unknown" } select $"babamul.lsst.{match}.{kind}",
        ];
        Assert.Equal(expected.Order(), made.Select(topic => topic.Topic).Order());
        Assert.All(made, topic => Assert.Equal(3, topic.Partitions.Count));
        Assert.All(described, topic => Assert.Equal(("172800000", "delete"), (topic.Entries["retention.ms"].Value, topic.Entries["cleanup.policy"].Value)));
    }

    [Theory]
    [InlineData("names")]
    [InlineData("pattern")]
    public async Task Read_Earliest_AllMessagesComeAndFit(string by)
    {
        streams.Kafka.Require();
        var user = $"babamul-earliest-{by}";
        await streams.AddReaderAsync(user, Password);
        using var client = new ClientConsumer(streams.Kafka.SignInServers, user, Password, by == "names" ? Topics : ["^babamul.*"]);

        // Other tests send messages that are none of the run's.
        var read = client.Read(Silence).FindAll(message => message.Message.Headers.TryGetLastBytes(MessageHeaders.Id, out _));

        Assert.Equal(streams.Sent.OrderBy(topic => topic.Key), read.CountBy(message => message.Topic).OrderBy(topic => topic.Key));
        Assert.All(read, message => Assert.Empty(ClientReader.FindProblems(message.Topic, message.Message.Value)));
        Assert.True(streams.Sent.Count >= 5 && read.Count >= 200, $"{read.Count} messages in {streams.Sent.Count} topics");
    }

    [Fact]
    public async Task Read_LeftAfterFiveAndBegunAgain_TheOthersCome()
    {
        streams.Kafka.Require();
        const string user = "babamul-again";
        await streams.AddReaderAsync(user, Password);
        var topic = streams.Sent.MaxBy(one => one.Value);
        List<ConsumeResult<byte[], byte[]>> first, second;
        using (var client = new ClientConsumer(streams.Kafka.SignInServers, user, Password, [topic.Key]))
            first = client.Read(Silence, 5);

        using (var client = new ClientConsumer(streams.Kafka.SignInServers, user, Password, [topic.Key]))
            second = client.Read(Silence, topic.Value - 5);

        Assert.Equal(5, first.Count);
        Assert.Equal(topic.Value - 5, second.Count);
        Assert.Equal(topic.Value, first.Concat(second).Select(ClientConsumer.IdOf).Distinct().Count());
    }

    [Fact]
    public async Task Read_Latest_OnlyWhatIsSentAfterwardsComes()
    {
        streams.Kafka.Require();
        const string topic = "babamul.lsst.ztf-match.unknown";
        const string user = "babamul-latest";
        await streams.AddReaderAsync(user, Password);
        await SendAsync(topic, "before"u8.ToArray());
        using var client = new ClientConsumer(streams.Kafka.SignInServers, user, Password, [topic], isEarliest: false);
        Assert.Empty(client.Read(ShortSilence));

        var read = new List<ConsumeResult<byte[], byte[]>>();
        for (var tries = 0; read.Count == 0 && tries < 20; tries++)
        {
            await SendAsync(topic, "after"u8.ToArray());
            read = client.Read(ShortSilence, 1);
        }

        Assert.Equal("after"u8.ToArray(), Assert.Single(read).Message.Value);
    }

    [Fact]
    public async Task Read_NullValue_IsReadAsNoneAndTheNextComes()
    {
        streams.Kafka.Require();
        const string topic = "babamul.lsst.ztf-match.hostless";
        const string user = "babamul-null";
        await streams.AddReaderAsync(user, Password);
        using var client = new ClientConsumer(streams.Kafka.SignInServers, user, Password, [topic]);
        var before = streams.Sent.GetValueOrDefault(topic);
        Assert.Equal(before, client.Read(before > 0 ? Silence : ShortSilence, Math.Max(1, before)).Count);

        await SendAsync(topic, null);
        await SendAsync(topic, "next"u8.ToArray());

        var values = client.Read(Silence, 2).ConvertAll(message => (byte[]?)message.Message.Value);
        Assert.Equal((2, 1), (values.Count, values.Count(value => value is null)));
        Assert.Contains(values, value => value is not null && value.AsSpan().SequenceEqual("next"u8));
    }

    [Fact]
    public void Read_WrongPassword_NothingComesAndNothingIsThrown()
    {
        streams.Kafka.Require();
        using var client = new ClientConsumer(streams.Kafka.SignInServers, User, "wrong", Topics);

        Assert.Empty(client.Read(ShortSilence));
        Assert.Contains(client.Errors, error => error.Code == ErrorCode.Local_Authentication);
        Assert.Equal(0, client.Assigned);
    }

    [Theory]
    [InlineData("ZTF_alerts_results", null, ErrorCode.TopicAuthorizationFailed)]
    [InlineData("babamul.ztf.no-lsst-match.stellar", "babamul-other-client-1", ErrorCode.GroupAuthorizationFailed)]
    public void Read_WhatTheUserMayNot_IsRefused(string topic, string? group, ErrorCode error)
    {
        streams.Kafka.Require();
        using var client = new ClientConsumer(streams.Kafka.SignInServers, User, Password, [topic], group: group);

        Assert.Empty(client.Read(ShortSilence, 1));
        Assert.Contains(client.Errors, one => one.Code == error);
    }

    [Fact]
    public async Task Produce_ReaderOfStreams_IsRefused()
    {
        streams.Kafka.Require();
        var security = new KafkaSecurity { Username = User, Password = Password };
        using var admin = new KafkaAdmin(streams.Kafka.SignInServers, security);
        using var sink = new KafkaMessageSink(streams.Kafka.SignInServers, admin, isEmbedded: false, TimeProvider.System, NullLogger.Instance, security);

        await Assert.ThrowsAnyAsync<Exception>(async () => await sink.SendAsync([Message("babamul.ztf.no-lsst-match.stellar")], Token));
    }

    // What the documentation says that the program needs, and nothing else.
    [Fact]
    public async Task Publish_UserWithTheRightsOfAPublisher_MakesTopicsSetsRetentionAndSends()
    {
        streams.Kafka.Require();
        const string user = "streams-publisher";
        await streams.Kafka.AddUserAsync(user, Password);
        await streams.Kafka.AllowAsync(user, ResourceType.Topic, "public.", AclOperation.Create, AclOperation.Describe, AclOperation.Write, AclOperation.AlterConfigs);
        await streams.Kafka.UntilAdmittedAsync(user, Password);
        var security = new KafkaSecurity { Username = user, Password = Password };
        using var admin = new KafkaAdmin(streams.Kafka.SignInServers, security);
        using var sink = new KafkaMessageSink(streams.Kafka.SignInServers, admin, isEmbedded: false, TimeProvider.System, NullLogger.Instance, security);

        Assert.Empty(await sink.EnsureTopicsAsync([new StreamTopic("public.made", 2, TimeSpan.FromHours(5))], Token));
        await RetryAsync(async () => Assert.Empty(await sink.EnsureTopicsAsync([new StreamTopic("public.made", 2, TimeSpan.FromHours(7))], Token)));
        await RetryAsync(async () => Assert.Empty(await sink.SendAsync([Message("public.made")], Token)));

        var described = await streams.Kafka.Require().DescribeConfigsAsync([new ConfigResource { Type = ResourceType.Topic, Name = "public.made" }]);
        Assert.Equal("25200000", described.Single().Entries["retention.ms"].Value);
    }

    static OutgoingMessage Message(string topic) => new(topic, "ZTF1", [1, 2, 3], "id", 1, new MessageStamps(null, 2, 3, 4), null);

    static async Task RetryAsync(Func<Task> action)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await action();
                return;
            }
            catch (TransientFaultException) when (tries < 100)
            {
                // A topic just made has no leaders for a moment.
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Token);
            }
        }
    }

    async Task SendAsync(string topic, byte[]? value)
    {
        using var producer = new ProducerBuilder<string, byte[]?>(new ProducerConfig { BootstrapServers = streams.Kafka.BootstrapServers }).SetLogHandler((_, _) => { }).Build();
        await producer.ProduceAsync(topic, new Message<string, byte[]?> { Key = "k", Value = value }, Token);
    }
}
