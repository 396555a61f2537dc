using System.Net;
using System.Net.Sockets;
using Boom.Core.Messages;
using Boom.Embedded;
using Boom.Embedded.Readers;
using Boom.Embedded.Servers;
using Boom.Messaging.Kafka;
using Boom.Tests.FilterWorker.Client;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Boom.Tests.Embedded.Readers;

/// <summary>The embedded broker is read by signing in, as the public Python client does, on the same library.</summary>
public sealed class ReadersGateTests : IAsyncDisposable
{
    const string User = "babamul-local";
    const string Password = "a reader's secret, with a comma";
    const string Topic = "babamul.ztf.no-lsst-match.hosted";
    const int Messages = 48;

    static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);
    static readonly TimeSpan ShortSilence = TimeSpan.FromSeconds(3);

    readonly EmbeddedBroker _broker = EmbeddedBroker.Start();
    readonly KafkaAdmin _admin;
    readonly KafkaMessageSink _sink;
    readonly ReadersGate _gate;

    public ReadersGateTests()
    {
        _admin = new KafkaAdmin(_broker.BootstrapServers);
        _sink = new KafkaMessageSink(_broker.BootstrapServers, _admin, isEmbedded: true, TimeProvider.System, NullLogger.Instance);
        _gate = ReadersGate.Start(new ReadersOptions { Port = 0, Username = User, Password = Password }, _broker.BootstrapServers, NullLogger.Instance);
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        _sink.Dispose();
        _admin.Dispose();
        _broker.Dispose();
    }

    [Theory]
    [InlineData(Topic)]
    [InlineData("^babamul.*")]
    public async Task Read_SignedIn_AllMessagesCome(string topic)
    {
        await SendAsync(Messages, 50_000);
        using var client = new ClientConsumer(_gate.Address, User, Password, [topic]);

        var read = client.Read(Silence, Messages);

        Assert.Empty(client.Read(ShortSilence));
        Assert.Equal(Messages, read.Select(ClientConsumer.IdOf).Distinct().Count());
        Assert.All(read, message => Assert.Equal(50_000, message.Message.Value.Length));
    }

    [Fact]
    public async Task Read_LeftAfterFiveAndBegunAgain_TheOthersCome()
    {
        await SendAsync(Messages);
        List<ConsumeResult<byte[], byte[]>> first, second;
        using (var client = new ClientConsumer(_gate.Address, User, Password, [Topic]))
            first = client.Read(Silence, 5);

        using (var client = new ClientConsumer(_gate.Address, User, Password, [Topic]))
            second = client.Read(Silence, Messages - 5);

        Assert.Equal((5, Messages - 5), (first.Count, second.Count));
        Assert.Equal(Messages, first.Concat(second).Select(ClientConsumer.IdOf).Distinct().Count());
    }

    [Theory]
    [InlineData(User, "wrong")]
    [InlineData("babamul-other", Password)]
    public async Task Read_WrongUserOrPassword_NothingComesAndNothingIsThrown(string user, string password)
    {
        await SendAsync(5);
        using var client = new ClientConsumer(_gate.Address, user, password, [Topic]);

        Assert.Empty(client.Read(ShortSilence));
        Assert.Contains(client.Errors, error => error.Code == ErrorCode.Local_Authentication);
    }

    [Fact]
    public async Task Read_WithoutSigningIn_NothingComes()
    {
        await SendAsync(5);
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig { BootstrapServers = _gate.Address, GroupId = "g", AutoOffsetReset = AutoOffsetReset.Earliest })
            .SetLogHandler((_, _) => { }).Build();
        consumer.Subscribe(Topic);

        Assert.Null(consumer.Consume(ShortSilence));
    }

    [Theory]
    [InlineData(SaslMechanism.ScramSha256)]
    [InlineData(SaslMechanism.Plain)]
    public async Task Read_AnotherMechanism_NothingComes(SaslMechanism mechanism)
    {
        await SendAsync(5);
        var config = new ConsumerConfig
        {
            BootstrapServers = _gate.Address, GroupId = "g", AutoOffsetReset = AutoOffsetReset.Earliest, SecurityProtocol = SecurityProtocol.SaslPlaintext,
            SaslMechanism = mechanism, SaslUsername = User, SaslPassword = Password,
        };
        using var consumer = new ConsumerBuilder<byte[], byte[]>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        consumer.Subscribe(Topic);

        Assert.Null(consumer.Consume(ShortSilence));
    }

    // Whoever wrote into the broker would break the account of what was played.
    [Fact]
    public async Task Produce_SignedIn_IsNotTaken()
    {
        await SendAsync(1);
        var before = _admin.ReadWatermarks(Topic).Sum(marks => marks.High);
        var config = SignedIn(new ProducerConfig { MessageTimeoutMs = 3000 });
        using var producer = new ProducerBuilder<string, byte[]>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();

        await Assert.ThrowsAsync<ProduceException<string, byte[]>>(() => producer.ProduceAsync(Topic, new Message<string, byte[]> { Key = "k", Value = [1] }, Token));

        Assert.Equal(before, _admin.ReadWatermarks(Topic).Sum(marks => marks.High));
    }

    // The broker makes a topic that it is asked for by name, and clients ask so before they write.
    [Fact]
    public async Task Ask_TopicIsNotThere_IsUnknownAndStaysAbsent()
    {
        await SendAsync(1);
        using var asking = new AdminClientBuilder(SignedIn(new AdminClientConfig())).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();

        var absent = Assert.Single(asking.GetMetadata("absent", Silence).Topics);
        var present = Assert.Single(asking.GetMetadata(Topic, Silence).Topics);

        Assert.Equal((ErrorCode.UnknownTopicOrPart, 0), (absent.Error.Code, absent.Partitions.Count));
        Assert.Equal((ErrorCode.NoError, 4), (present.Error.Code, present.Partitions.Count));
        Assert.Equal([Topic], _admin.ListTopics());
    }

    [Fact]
    public async Task Produce_TopicIsNotThere_LeavesNone()
    {
        var config = SignedIn(new ProducerConfig { MessageTimeoutMs = 2000 });
        using var producer = new ProducerBuilder<string, byte[]>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();

        await Assert.ThrowsAsync<ProduceException<string, byte[]>>(() => producer.ProduceAsync("absent", new Message<string, byte[]> { Key = "k", Value = [1] }, Token));

        Assert.Empty(_admin.ListTopics());
    }

    // Versions that cannot say that no topic is to be made, and those whose form is another.
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(9)]
    public void ForReaders_MetadataOfAnotherForm_IsNotOffered(short version)
    {
        var (_, least, most) = Assert.Single(KafkaApi.ForReaders([(KafkaApi.Metadata, 0, 13), (1, 0, 16)]), api => api.Key == KafkaApi.Metadata);

        Assert.False(version >= least && version <= most);
    }

    [Theory]
    [InlineData("00017a" + "00000001" + "000161" + "01", "00017a" + "00000001" + "000161" + "00")]
    [InlineData("ffff" + "00000002" + "000161" + "000162" + "01" + "0100", "ffff" + "00000002" + "000161" + "000162" + "00" + "0100")]
    [InlineData("00017a" + "ffffffff" + "01", "00017a" + "ffffffff" + "00")]
    public void ForbidTopics_Request_SaysThatNoneIsMade(string request, string expected)
    {
        var bytes = Convert.FromHexString(request);

        KafkaApi.ForbidTopics(bytes);

        Assert.Equal(expected, Convert.ToHexStringLower(bytes));
    }

    [Fact]
    public void ForbidTopics_NoWordOnIt_IsNoRequest() =>
        Assert.Throws<InvalidDataException>(() => KafkaApi.ForbidTopics(Convert.FromHexString("00017a" + "00000001" + "000161")));

    [Fact]
    public async Task Read_TopicComesAfterTheSubscriber_ItsMessagesCome()
    {
        var config = SignedIn(new ConsumerConfig { GroupId = "g", AutoOffsetReset = AutoOffsetReset.Earliest, TopicMetadataRefreshIntervalMs = 500 });
        using var consumer = new ConsumerBuilder<byte[], byte[]>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        consumer.Subscribe(Topic);
        Assert.Throws<ConsumeException>(() => consumer.Consume(Silence));

        await SendAsync(1);

        Assert.NotNull(consumer.Consume(Silence));
        consumer.Close();
    }

    // Anything may come in at a port.
    [Fact]
    public async Task Connection_WhatIsNoRequest_IsClosed()
    {
        var random = new Random(7);
        for (var i = 0; i < 60; i++)
        {
            var bytes = new byte[random.Next(1, 200)];
            random.NextBytes(bytes);
            if (i % 2 == 0)
                new byte[] { 0, 0, 0, (byte)(bytes.Length > 4 ? bytes.Length - 4 : 1) }.AsSpan(0, Math.Min(4, bytes.Length)).CopyTo(bytes);
            using var client = new TcpClient();
            await client.ConnectAsync(IPEndPoint.Parse(_gate.Address), Token);
            await WriteAndReadToTheEndAsync(client.GetStream(), bytes);
        }

        await SendAsync(3);
        using var reader = new ClientConsumer(_gate.Address, User, Password, [Topic]);
        Assert.Equal(3, reader.Read(Silence, 3).Count);
    }

    [Fact]
    public void Start_PortIsTaken_NamesTheOption()
    {
        var taken = new ReadersOptions { Port = IPEndPoint.Parse(_gate.Address).Port, Username = User, Password = Password };

        var fault = Assert.Throws<StackException>(() => ReadersGate.Start(taken, _broker.BootstrapServers, NullLogger.Instance));

        Assert.Contains("Readers__Port", fault.Message, StringComparison.Ordinal);
    }

    T SignedIn<T>(T config)
        where T : ClientConfig
    {
        (config.BootstrapServers, config.SecurityProtocol, config.SaslMechanism) = (_gate.Address, SecurityProtocol.SaslPlaintext, SaslMechanism.ScramSha512);
        (config.SaslUsername, config.SaslPassword) = (User, Password);
        return config;
    }

    static async Task WriteAndReadToTheEndAsync(NetworkStream stream, byte[] bytes)
    {
        try
        {
            await stream.WriteAsync(bytes, Token);
            stream.Socket.Shutdown(SocketShutdown.Send);
            var answer = new byte[4096];
            while (await stream.ReadAsync(answer, Token) > 0)
            {
            }
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            // A connection that is reset has ended as well.
        }
    }

    async Task SendAsync(int count, int bytes = 100)
    {
        await _sink.EnsureTopicsAsync([new StreamTopic(Topic, 4, TimeSpan.FromHours(5))], Token);
        var messages = Enumerable.Range(0, count).Select(number => new OutgoingMessage(
            Topic, $"ZTF{number % 7}", [.. Enumerable.Repeat((byte)number, bytes)], $"id{number}", number, new MessageStamps(null, 2, 3, 4), null));
        Assert.Empty(await _sink.SendAsync([.. messages], Token));
    }
}
