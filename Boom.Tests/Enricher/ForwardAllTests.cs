using Boom.Enricher;
using Boom.Hosting.Stages;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Sqlite;
using Boom.Tests.Fakes;
using Boom.Tests.Storage.Sqlite;
using MongoDB.Bson;
using Xunit;
using static Boom.Tests.Contracts.StoreDocuments;

namespace Boom.Tests.Enricher;

public sealed class ForwardAllTests : IDisposable
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    readonly SqliteFolder _folder = new();
    readonly MemoryQueue _queue = new();
    readonly SqliteStore _store;

    public ForwardAllTests() => _store = _folder.Open();

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task ForwardAllAsync_NothingStored_ForwardsNothing()
    {
        Assert.Equal(default, await new UnenrichedAlerts(Survey.Ztf, _queue, _store, TimeProvider.System).ForwardAllAsync(Token));
        Assert.Equal((0, 0), (_queue.Messages.Count, _queue.Readings));
    }

    [Fact]
    public async Task ForwardAllAsync_SomeEnrichedQueuedAndGivenUp_ForwardsTheOthersWithTheirOrigin()
    {
        await StoreAsync(1, 2, 3, 4, 5);
        await _store.WriteEnrichmentsAsync(Survey.Ztf, [new(2, new BsonDocument("x", 1).ToBson())], Token);
        await _queue.PushAsync([new QueueMessage(Origin(3), null, CandidText.Encode(3))], Token);
        await _store.AddDeadLettersAsync(
            [new("a", Survey.Ztf, DeadLetterStages.Enrichment, "failed", "It failed.", 3, Origin(4), 4, null, 1, default)], Token);

        var outcome = await new UnenrichedAlerts(Survey.Ztf, _queue, _store, TimeProvider.System).ForwardAllAsync(Token);

        Assert.Equal(new ForwardOutcome(Forwarded: 2, Queued: 1, DeadLettered: 1), outcome);
        Assert.Equal(["3", "1", "5"], _queue.Texts);
        Assert.Equal(Origin(5) with { TimestampMs = 0 }, _queue.Messages[^1].Origin);
    }

    [Fact]
    public async Task ForwardAllAsync_Again_FindsAllInTheQueue()
    {
        await StoreAsync(1, 2);
        await new UnenrichedAlerts(Survey.Ztf, _queue, _store, TimeProvider.System).ForwardAllAsync(Token);

        Assert.Equal(new ForwardOutcome(0, Queued: 2, 0), await new UnenrichedAlerts(Survey.Ztf, _queue, _store, TimeProvider.System).ForwardAllAsync(Token));
    }

    [Fact]
    public async Task ForwardAllAsync_MoreThanOnePart_ForwardsEachOnceAndReadsTheQueueOncePerPart()
    {
        var candids = Enumerable.Range(1, 2_500).Select(number => (long)number).ToArray();
        await StoreAsync(candids);

        var outcome = await new UnenrichedAlerts(Survey.Ztf, _queue, _store, TimeProvider.System).ForwardAllAsync(Token, partSize: 1_200);

        Assert.Equal(new ForwardOutcome(2_500, 0, 0), outcome);
        Assert.Equal(candids, _queue.Texts.Select(long.Parse).Order());
        Assert.Equal(3, _queue.Readings);
    }

    async Task StoreAsync(params long[] candids)
    {
        var alerts = candids.Select(candid => Alert(candid, $"ZTF26{candid:d7}")).ToArray();
        await _store.WriteAsync(new AlertBatch(Survey.Ztf, alerts, [], []), Token);
    }
}
