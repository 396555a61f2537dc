using Boom.Core.Messages;
using Boom.Core.Resilience;
using Boom.Embedded;
using Boom.Embedded.Plays;
using Boom.Embedded.Serving;
using Boom.FilterWorker;
using Boom.FilterWorker.Streams;
using Boom.Messaging.Kafka;
using Boom.Simulation;
using Boom.Tests.FilterWorker;
using Boom.Tests.Messaging.Kafka;
using Boom.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Boom.Tests.Embedded.Serving;

public sealed class ServedServersTests : IDisposable
{
    const string Topic = "served_topic";
    const int Alerts = 24;

    readonly TemporaryFolder _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static PlayRequest Night(double? rate = null) => new(new SimulatedFeed(new SimulationOptions { Alerts = Alerts }).Source, Topic, rate);

    public void Dispose() => _folder.Dispose();

    Task<ServedServers> StartAsync(params string[] parts) => ServedServers.StartAsync(
        new ServeSettings(_folder.Path, parts.ToHashSet(), 0, 0), namedStore: null, TimeProvider.System, NullLoggerFactory.Instance, _ => { }, Token);

    static long CountPackets(ServedServers servers)
    {
        using var admin = new KafkaAdmin(servers.Kafka!);
        return admin.ReadWatermarks(Topic).Sum(marks => marks.High);
    }

    [Fact]
    public async Task PlayAsync_BrokenOffAndAskedAgain_PublishesEachPacketOnce()
    {
        await using var servers = await StartAsync("kafka", "alertdb");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var first = servers.PlayAsync(Night(rate: 10), count => { if (count == 5) stop.Cancel(); }, stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        var again = await servers.PlayAsync(Night(), _ => { }, Token);

        Assert.Equal(Alerts, again.AlreadyPublished + again.Published);
        Assert.InRange(again.AlreadyPublished, 5, Alerts - 1);
        Assert.Equal(Alerts, CountPackets(servers));
    }

    [Fact]
    public async Task PlayAsync_SomebodyElseHasPublished_IsRefusedAndTheServersMustStartAgain()
    {
        await using var servers = await StartAsync("kafka", "alertdb");
        await servers.PlayAsync(Night(), _ => { }, Token);
        await using (var publisher = new PacketPublisher(servers.Kafka!, TimeProvider.System, NullLogger.Instance))
        {
            await publisher.PublishAsync(Topic, 0, new byte[10], Token);
            await publisher.FlushAsync(Token);
        }

        var refused = await Assert.ThrowsAsync<PermanentFaultException>(() => servers.PlayAsync(Night(), _ => { }, Token));

        Assert.Contains("somebody else has published into it", refused.Message, StringComparison.Ordinal);
        Assert.True(servers.Failed.IsFaulted);
    }

    [Fact]
    public async Task PlayAsync_NoBrokerIsServed_SaysSo()
    {
        await using var servers = await StartAsync("alertdb");

        var refused = await Assert.ThrowsAsync<PermanentFaultException>(() => servers.PlayAsync(Night(), _ => { }, Token));

        Assert.Contains("--only", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_BrokerThatFilterWorkersHaveSentTo_SendsTheirMessagesAgain()
    {
        OutgoingMessage[] messages = [.. Enumerable.Range(0, 5).Select(i => SentMessages.Message("ZTF_alerts_results", i) with { Stamps = new MessageStamps(null, 2, 3, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()) })];
        string folder;
        await using (var servers = await StartAsync("kafka", "alertdb"))
        {
            folder = servers.Streams!;
            using var worker = new KeptMessages(new MemorySink(), new MessageSegments(folder, StreamsOptions.Read(new ConfigurationBuilder().Build()), TimeProvider.System));
            await worker.SendAsync(messages, Token);
        }

        await using var again = await StartAsync("kafka", "alertdb");

        Assert.Equal(Path.Combine(_folder.Path, "streams"), folder);
        Assert.Equal(
            messages.Select(message => message.Id),
            SentMessages.Read(again.Kafka!, "ZTF_alerts_results", messages.Length).Select(read => SentMessages.HeadersOf(read)["boom-message-id"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task StartAsync_NoBrokerIsServed_HasNoFolderOfMessages()
    {
        await using var servers = await StartAsync("alertdb");

        Assert.Null(servers.Streams);
    }

    [Fact]
    public async Task StartAsync_FolderIsStillHeld_WaitsForItsEnd()
    {
        var held = DataFolder.Open(_folder.Path);
        var starting = StartAsync("alertdb");
        var waits = !starting.IsCompleted;
        held.Dispose();
        await using var servers = await starting;

        Assert.True(waits);
        Assert.NotNull(servers.AlertDb);
    }
}
