using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.FilterWorker;
using Boom.Hosting.Stages;
using Boom.Tests.Fakes;
using Xunit;

namespace Boom.Tests.FilterWorker;

public sealed class UnfilteredAlertsTests : IDisposable
{
    readonly FilterFixture _fixture = new();
    readonly MemoryQueue _queue = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task ForwardAllAsync_QueueLost_QueuesWhatIsDueAndEnriched()
    {
        var candids = await _fixture.AddAlertsAsync(6, isEnriched: false);
        foreach (var candid in candids.Take(5))
            await _fixture.EnrichAsync(candid);
        await _fixture.Filters.RemoveDueAsync(Survey.Ztf, [candids[0]], Token);
        await _queue.PushAsync([new QueueMessage(new PacketOrigin("t", 0, 0, 0), null, CandidText.Encode(candids[1]))], Token);
        await _fixture.Store.AddDeadLettersAsync(
            [DeadLetter.OfAlert(Survey.Ztf, FilterFixture.Batch([candids[2]])[0], "It fails.", DateTimeOffset.UnixEpoch, DeadLetterStages.Filter)], Token);

        var outcome = await Create().ForwardAllAsync(Token);

        Assert.Equal(new ForwardOutcome(Forwarded: 2, Queued: 1, DeadLettered: 1), outcome);
        Assert.Equal(candids.Skip(3).Take(2).Order(), _queue.Texts.Skip(1).Select(long.Parse).Order());
    }

    // A letter of the enrichers is none of the filter workers'.
    [Fact]
    public async Task ForwardAllAsync_LetterOfAnotherStage_DoesNotHinder()
    {
        var candids = await _fixture.AddAlertsAsync(1);
        await _fixture.Store.AddDeadLettersAsync([DeadLetter.OfAlert(Survey.Ztf, FilterFixture.Batch(candids)[0], "It failed once.", DateTimeOffset.UnixEpoch)], Token);

        Assert.Equal(1, (await Create().ForwardAllAsync(Token)).Forwarded);
    }

    UnfilteredAlerts Create() => new(Survey.Ztf, _queue, _fixture.Filters, _fixture.Store, TimeProvider.System);
}
