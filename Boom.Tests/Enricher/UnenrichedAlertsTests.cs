using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Enricher;
using Boom.Simulation;
using Boom.Tests.Fakes;
using Boom.Tests.Pipeline;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Boom.Tests.Enricher;

public sealed class UnenrichedAlertsTests : IDisposable
{
    static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    readonly FakeTimeProvider _time = new();
    readonly MemoryQueue _queue = new();
    readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Sweep_QueueLost_QueuesWhatWasNeverEnriched()
    {
        var candids = await IngestAsync(5);
        await _fixture.EnrichAsync(candids[2]);

        Assert.Equal(4, await SweepAsync());

        Assert.Equal(candids.Where(candid => candid != candids[2]).Order(), Queued());
    }

    [Fact]
    public async Task CountLost_SomeAreQueuedEnrichedOrGivenUp_CountsTheRestAndQueuesNone()
    {
        var candids = await IngestAsync(UnenrichedAlerts.PageSize + 5);
        await _queue.PushAsync([Message(candids[0])], default);
        await _fixture.EnrichAsync(candids[1]);
        var letter = new DeadLetter(
            DeadLetter.IdOfAlert(Survey.Ztf, candids[2]), Survey.Ztf, DeadLetterStages.Enrichment, "failed", "It fails.", 5,
            new PacketOrigin("t", 0, 0, 0), candids[2], null, 0, default);
        await _fixture.Store.AddDeadLettersAsync([letter], default);

        var count = Create().CountLostAsync(TestContext.Current.CancellationToken).AsTask();
        while (!count.IsCompleted)
            _time.Advance(UnenrichedAlerts.Grace);

        Assert.Equal(candids.Count - 3, await count);
        Assert.Equal([candids[0]], Queued());
    }

    [Fact]
    public async Task CountLost_AlertOnItsWay_IsNotCounted()
    {
        var candids = await IngestAsync(2);

        var count = Create().CountLostAsync(TestContext.Current.CancellationToken).AsTask();
        await _queue.PushAsync([Message(candids[0])], default);
        await _fixture.EnrichAsync(candids[1]);
        while (!count.IsCompleted)
            _time.Advance(UnenrichedAlerts.Grace);

        Assert.Equal(0, await count);
    }

    [Fact]
    public async Task Sweep_MoreThanAPage_QueuesAll()
    {
        var candids = await IngestAsync(UnenrichedAlerts.PageSize + 3);

        Assert.Equal(candids.Count, await SweepAsync());

        Assert.Equal(candids.Order(), Queued());
    }

    [Fact]
    public async Task Sweep_ShortQueueThatIsBusy_QueuesWhatItLacks()
    {
        var candids = await IngestAsync(3);
        await _queue.PushAsync([Message(candids[1]), Message(1)], default);

        Assert.Equal(2, await SweepAsync());

        Assert.Equal(((long[])[1, .. candids]).Order(), Queued());
    }

    [Fact]
    public async Task Sweep_AlertOnItsWay_IsNotQueuedTwice()
    {
        var candids = await IngestAsync(2);
        var sweep = Create().SweepAsync(TestContext.Current.CancellationToken);
        await _fixture.EnrichAsync(candids[0]);
        _time.Advance(UnenrichedAlerts.Grace);

        Assert.Equal(1, await sweep);

        Assert.Equal([candids[1]], Queued());
    }

    [Fact]
    public async Task Sweep_DeadLetter_WaitsForAPerson()
    {
        var candids = await IngestAsync(2);
        var letter = new DeadLetter(
            DeadLetter.IdOfAlert(Survey.Ztf, candids[0]), Survey.Ztf, DeadLetterStages.Enrichment, "failed", "It fails.", 5,
            new PacketOrigin("t", 0, 0, 0), candids[0], null, 0, CandidText.Encode(candids[0]));
        await _fixture.Store.AddDeadLettersAsync([letter], default);

        Assert.Equal(1, await SweepAsync());

        Assert.Equal([candids[1]], Queued());
    }

    [Fact]
    public async Task Run_ServerAway_LooksAgainAfterTheInterval()
    {
        await IngestAsync(1);
        _queue.StatusFault = new TransientFaultException("the queue is away");
        using var stop = new CancellationTokenSource();
        var run = Create().RunAsync(Interval, stop.Token);
        for (var step = 0; step < 1000 && _queue.Messages.Count == 0; step++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();
        await run;

        Assert.Single(_queue.Messages);
    }

    [Fact]
    public async Task Sweep_EverythingIsQueued_QueuesNothing()
    {
        var candids = await IngestAsync(3);
        await _queue.PushAsync([.. candids.Select(Message)], default);

        Assert.Equal(0, await SweepAsync());

        Assert.Equal(candids.Order(), Queued());
    }

    static QueueMessage Message(long candid) => new(new PacketOrigin("t", 0, candid, 0), null, CandidText.Encode(candid));

    UnenrichedAlerts Create() => new(
        Survey.Ztf, _queue, _fixture.Store, _time, NullLogger.Instance);

    async Task<long> SweepAsync()
    {
        var sweep = Create().SweepAsync(TestContext.Current.CancellationToken).AsTask();
        while (!sweep.IsCompleted)
        {
            _time.Advance(UnenrichedAlerts.Grace);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        return await sweep;
    }

    async Task<List<long>> IngestAsync(int alerts)
    {
        var packets = new SimulatedNight(new SimulationOptions { Alerts = alerts, Seed = 3 }).Packets().ToArray();
        await _fixture.IngestAsync([.. packets.Select(packet => packet.ToArray())]);
        return [.. packets.Select(packet => packet.Candid)];
    }

    List<long> Queued() => [.. _queue.Messages.Select(message => CandidText.TryParse(message.Payload.Span, out var candid) ? candid : 0).Order()];
}
