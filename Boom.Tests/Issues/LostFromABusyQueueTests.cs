using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Surveys;
using Boom.Enricher;
using Boom.Simulation;
using Boom.Tests.Fakes;
using Boom.Tests.Pipeline;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>
/// Messages that a queue server loses in the middle of a stream that never rests are queued again as soon as the queue holds nothing older, by the
/// clock of that server, whatever the clock here says.
/// </summary>
public sealed class LostFromABusyQueueTests : IDisposable
{
    readonly FakeTimeProvider _time = new();
    readonly FakeTimeProvider _serverTime = new();
    readonly StoreFixture _fixture = new();
    readonly HashSet<long> _alerts = [];
    readonly List<long> _enriched = [];

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(-10)]
    public async Task Run_MessageLostFromALongQueueThatNeverRests_IsQueuedAgainWithinAMinute(int serverIsAheadMinutes)
    {
        // More messages than are read through, as a queue that does not tell its contents has.
        _serverTime.AdjustTime(_time.GetUtcNow() + TimeSpan.FromMinutes(serverIsAheadMinutes));
        var queue = new WatchedQueue(_serverTime);
        var packets = new SimulatedNight(new SimulationOptions { Alerts = 30, Seed = 3 }).Packets().ToArray();
        await _fixture.IngestAsync([.. packets.Select(packet => packet.ToArray())]);
        _alerts.UnionWith(packets.Select(packet => packet.Candid));
        await queue.PushAsync([.. _alerts.Select(Message)], default);
        queue.Lose(11);
        queue.Lose(12);
        using var stop = new CancellationTokenSource();
        var sweeps = new UnenrichedAlerts(
            Survey.Ztf, queue, _fixture.Store, _time, NullLogger.Instance).RunAsync(TimeSpan.FromSeconds(20), stop.Token);

        var lastIsThrough = 0;
        for (var second = 0; _enriched.Distinct().Count() < _alerts.Count; second++)
        {
            Assert.True(second < 600, "What was lost does not come back.");
            await PassSecondAsync(queue, second);
            if (_enriched.Distinct().Count() == _alerts.Count - 2)
                lastIsThrough = second;
            Assert.InRange(second - lastIsThrough, 0, lastIsThrough == 0 ? 600 : 60);
        }

        // A message of the sweep itself, and no other double.
        Assert.InRange(_enriched.Count - _alerts.Count, 0, 3);
        await stop.CancelAsync();
        await sweeps;
    }

    // The stream brings three messages, the enricher takes four.
    async Task PassSecondAsync(WatchedQueue queue, int second)
    {
        await queue.PushAsync([Message((second * 3) + 1), Message((second * 3) + 2), Message((second * 3) + 3)], default);
        using var batch = await queue.ClaimAsync(4, TimeSpan.FromMinutes(1), default);
        foreach (var message in batch)
        {
            if (!CandidText.TryParse(message.Message.Payload.Span, out var candid) || !_alerts.Contains(candid))
                continue;
            _enriched.Add(candid);
            await _fixture.EnrichAsync(candid);
        }

        await queue.PushAsync([Message(0)], default);
        await queue.SettleAsync([.. batch.Select(message => new Settlement(message.Ticket, message.Attempt, SettlementKind.Done))], default);
        _time.Advance(TimeSpan.FromSeconds(1));
        _serverTime.Advance(TimeSpan.FromSeconds(1));
        await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
    }

    static QueueMessage Message(long candid) => new(new PacketOrigin("t", 0, candid, 0), null, CandidText.Encode(candid));
}
