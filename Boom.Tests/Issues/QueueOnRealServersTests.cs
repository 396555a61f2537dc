using System.Text;
using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Surveys;
using Boom.Enricher;
using Boom.Messaging.Queues;
using Boom.Simulation;
using Boom.Tests.Embedded;
using Boom.Tests.Fakes;
using Boom.Tests.Pipeline;
using Boom.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>
/// On Kafka and Valkey or Redis: consumers that share a queue do not overfill it, and what a queue server loses of a queue that never rests is read again.
/// </summary>
[Collection(KafkaTests.Name)]
public sealed class QueueOnRealServersTests(KafkaTestServer kafka, EmbeddedServers servers)
{
    const int Partitions = 4;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    readonly MemoryLedger _ledger = new();

    static OwnValkey StartValkey()
    {
        var server = OwnValkey.Start("--save", "");
        Assert.SkipWhen(server is null, "No Valkey or Redis: install valkey-server or redis-server.");
        return server!;
    }

    Task<RunningConsumer> StartAsync(string topic, IConnectionMultiplexer valkey, int limit) => RunningConsumer.StartAsync(
        servers,
        topic,
        topic,
        _ledger,
        options =>
        {
            KafkaRuns.Configure(options, kafka, onDrained: null);
            (options.MaxQueueMessages, options.BatchSize) = (limit, 10);
        },
        queueServer: valkey);

    [Fact]
    public async Task Run_FourConsumersShareAQueue_ItsOwnDepthStopsThem()
    {
        const string topic = "real_shared";
        const int limit = 100, packets = 800, consumers = 4;
        kafka.Require();
        await using var server = StartValkey();
        await using var valkey = await server.ConnectAsync();
        await kafka.MakeTopicAsync(topic, Partitions);
        await kafka.PublishAsync(topic, Partitions, packets, "shared");
        var running = new List<RunningConsumer>();
        for (var i = 0; i < consumers; i++)
            running.Add(await StartAsync(topic, valkey, limit));

        await RunningConsumer.UntilAsync(async () => await DepthAsync(running[0]) >= limit);
        long deepest = 0;
        var seen = new HashSet<string>();
        while (seen.Count < packets)
        {
            // Who has paused goes on below 80 %, so that the queue may rest from there on: the one that filled it may have no more.
            await RunningConsumer.UntilAsync(async () => await DepthAsync(running[0]) >= Math.Min(0.8 * limit, packets - seen.Count));
            var depth = await DepthAsync(running[0]);
            deepest = Math.Max(deepest, depth);
            seen.UnionWith(Texts(await running[0].TakeAsync((int)Math.Min(Math.Max(depth - (limit / 2), 1), packets - seen.Count))));
        }

        foreach (var consumer in running)
            await consumer.DisposeAsync();
        Assert.InRange(deepest, limit, limit + (2 * consumers * 10));
    }

    [Fact]
    public async Task Run_MessagesLostFromAQueueThatNeverRests_AreReadAgainWithinAMinute()
    {
        const string topic = "real_busy";
        const int backlog = 300, lost = 30, stay = 60;
        kafka.Require();
        await using var server = StartValkey();
        await using var valkey = await server.ConnectAsync();
        await kafka.MakeTopicAsync(topic, Partitions);
        await kafka.PublishAsync(topic, Partitions, backlog, "first");
        await using var consumer = await StartAsync(topic, valkey, limit: 10_000);
        await RunningConsumer.UntilAsync(async () => await DepthAsync(consumer) == backlog);
        await LoseAsync(valkey, topic, lost);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var stream = PublishOnAndOnAsync(topic, stop.Token);
        var seen = new HashSet<string>();
        var started = TimeProvider.System.GetTimestamp();
        var shallowest = long.MaxValue;
        while (seen.Count(text => text.StartsWith("first", StringComparison.Ordinal)) < backlog)
        {
            Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromMinutes(1));
            // Whatever the pace of the stream, some stay.
            if (await DepthAsync(consumer) is > stay and var depth)
            {
                var count = (int)Math.Min(depth - stay, 100);
                seen.UnionWith(Texts(await consumer.TakeAsync(count)));
                shallowest = Math.Min(shallowest, depth - count);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
        }

        await stop.CancelAsync();
        await stream;
        Assert.InRange(shallowest, stay, long.MaxValue);
    }

    [Fact]
    public async Task Run_AlertsLostFromAnEnrichmentQueueThatNeverRests_AreQueuedAgainWithinAMinute()
    {
        const string name = "real_enrichment";
        const int lost = 5;
        await using var server = StartValkey();
        await using var valkey = await server.ConnectAsync();
        var queue = new ValkeyQueue(valkey, name, TimeProvider.System);
        using var fixture = new StoreFixture();
        var packets = new SimulatedNight(new SimulationOptions { Alerts = 50, Seed = 3 }).Packets().ToArray();
        await fixture.IngestAsync([.. packets.Select(packet => packet.ToArray())]);
        await queue.PushAsync([.. packets.Select(packet => Message(packet.Candid))], Token);
        await LoseAsync(valkey, name, lost);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var sweeps = new UnenrichedAlerts(
            Survey.Ztf, queue, fixture.Store, TimeProvider.System, NullLogger.Instance).RunAsync(TimeSpan.FromSeconds(1), stop.Token);

        var open = packets.Select(packet => packet.Candid).ToHashSet();
        var started = TimeProvider.System.GetTimestamp();
        for (var next = 1; open.Count > 0; next += 4)
        {
            Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromMinutes(1));
            // Others come as fast as they go.
            await queue.PushAsync([Message(next), Message(next + 1), Message(next + 2), Message(next + 3)], Token);
            using var batch = await queue.ClaimAsync(4, TimeSpan.FromMinutes(1), Token);
            foreach (var message in batch)
            {
                if (CandidText.TryParse(message.Message.Payload.Span, out var candid) && open.Remove(candid))
                    await fixture.EnrichAsync(candid);
            }

            await queue.SettleAsync([.. batch.Select(message => new Settlement(message.Ticket, message.Attempt, SettlementKind.Done))], Token);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Token);
        }

        Assert.InRange((await queue.GetStatusAsync(Token)).Ready, 1, long.MaxValue);
        await stop.CancelAsync();
        await sweeps;
    }

    static async ValueTask<long> DepthAsync(RunningConsumer consumer) => (await consumer.Queue.GetStatusAsync(Token)).Ready;

    static IEnumerable<string> Texts(List<ClaimedMessage> taken) => taken.Select(message => Encoding.ASCII.GetString(message.Message.Payload.Span));

    static QueueMessage Message(long candid) => new(new PacketOrigin("t", 0, candid, 0), null, CandidText.Encode(candid));

    /// <summary>As a replica that took over without some of the writes: every tenth ticket is nowhere.</summary>
    static async Task LoseAsync(IConnectionMultiplexer valkey, string queue, int count)
    {
        var database = valkey.GetDatabase();
        var tickets = await database.SortedSetRangeByRankAsync($"{{{queue}}}:ready");
        Assert.True(tickets.Length >= 10 * count);
        for (var i = 0; i < count; i++)
        {
            var ticket = tickets[10 * i];
            foreach (var sorted in new[] { "ready", "enqueued" })
                Assert.True(await database.SortedSetRemoveAsync($"{{{queue}}}:{sorted}", ticket));
            Assert.True(await database.HashDeleteAsync($"{{{queue}}}:envelopes", ticket));
        }
    }

    async Task PublishOnAndOnAsync(string topic, CancellationToken stop)
    {
        for (var round = 0; !stop.IsCancellationRequested; round++)
            await kafka.PublishAsync(topic, Partitions, 20, $"later:{round}");
    }
}
