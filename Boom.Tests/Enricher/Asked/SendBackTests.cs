using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Enricher;
using Boom.FilterWorker;
using Boom.Simulation;
using Boom.Tests.AlertWorker;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Enricher.Asked;

/// <summary>A filter asks for scores that were left out, as it became active after the alerts were enriched.</summary>
public sealed class SendBackTests : IDisposable
{
    const int Alerts = 12;
    const string Filter = """[{"$match": {"classifications.one": {"$gt": 0.5}}}, {"$project": {"objectId": 1, "annotations.one": "$classifications.one"}}]""";
    const string Everything = """[{"$match": {}}, {"$project": {"objectId": 1}}]""";

    readonly DemandFixture _fixture = new();

    public SendBackTests() => _fixture.AddNetwork("one", 0.05f, "candidate.dec");

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task ProcessAsync_ScoreIsMissing_AlertWaitsForTheEnrichersAndStaysDue()
    {
        var candids = await EnrichedAsync();
        var before = _fixture.Filter.Messages.Select(message => message.Origin).ToList();

        await _fixture.FilterAsync(_fixture.StartFilters());

        Assert.Empty(_fixture.Sink.Messages);
        Assert.Equal(candids.Order(), await _fixture.DueAsync());
        Assert.Equal(candids.Order(), await _fixture.Sqlite.FindUnenrichedAsync(Survey.Ztf, long.MinValue, 100, Token));
        Assert.Equal(candids.Select(candid => $"{candid}"), _fixture.Enrichment.Texts);
        Assert.Equal(before, _fixture.Enrichment.Messages.Select(message => message.Origin));
        Assert.Equal(0, _fixture.FilterTelemetry.Filtered);
    }

    [Fact]
    public async Task RunAsync_SentBack_IsScoredFilteredAndSentOnce()
    {
        var candids = await EnrichedAsync();

        await _fixture.RunAsync(Enricher(), _fixture.StartFilters());

        await AssertDoneAsync(candids);
        Assert.Equal(Alerts, _fixture.FilterTelemetry.Filtered);
    }

    [Fact]
    public async Task ProcessAsync_NoFilterCouldPass_IsNotSentBack()
    {
        await EnrichedAsync(filter: """[{"$match": {"candidate.drb": {"$gt": 2}, "classifications.one": {"$gt": 0.5}}}, {"$project": {"objectId": 1}}]""");

        await _fixture.FilterAsync(_fixture.StartFilters());

        Assert.Empty(_fixture.Enrichment.Messages);
        Assert.Empty(await _fixture.DueAsync());
    }

    [Fact]
    public async Task RunAsync_NetworkIsGone_DoesNotCirculate()
    {
        _fixture.AddNetwork("two", 1, "candidate.dec");
        var candids = await EnrichedAsync(filter: Everything);

        await _fixture.RunAsync(_fixture.StartEnricher(true, ("two", "asked")), _fixture.StartFilters());

        Assert.All(await _fixture.AlertsAsync(candids), alert => Assert.Equal((null, AskedScores.NotAsked), (DemandFixture.Score(alert, "one"), DemandFixture.Skipped(alert, "one"))));
        Assert.Equal(Alerts, _fixture.Sink.Messages.Count);
        Assert.Empty(await _fixture.DueAsync());
    }

    [Fact]
    public async Task RunAsync_NetworkFailsThen_DoesNotCirculate()
    {
        _fixture.AddNetwork("one", 1, "candidate.nothing");
        var candids = await EnrichedAsync(filter: Everything);

        await _fixture.RunAsync(Enricher(), _fixture.StartFilters());

        Assert.All(await _fixture.AlertsAsync(candids), alert => Assert.Equal("input candidate.nothing is missing", DemandFixture.Skipped(alert, "one")));
        Assert.Equal(Alerts, _fixture.Sink.Messages.Count);
        Assert.Empty(await _fixture.DueAsync());
    }

    [Fact]
    public async Task RunAsync_PolicyIsAConditionByNow_DoesNotCirculate()
    {
        var candids = await EnrichedAsync(filter: Everything);

        await _fixture.RunAsync(_fixture.StartEnricher(true, ("one", """{"candidate.drb": {"$gt": 2}}""")), _fixture.StartFilters());

        Assert.All(await _fixture.AlertsAsync(candids), alert => Assert.Equal("policy", DemandFixture.Skipped(alert, "one")));
        Assert.Equal(Alerts, _fixture.Sink.Messages.Count);
    }

    // A condition that does not hold is no score that somebody could ask for.
    [Fact]
    public async Task ProcessAsync_ScoreLeftOutByItsCondition_IsNotSentBack()
    {
        await _fixture.IngestAsync(new SimulationOptions { Alerts = Alerts, Seed = 3 });
        await _fixture.EnrichAsync(_fixture.StartEnricher(true, ("one", """{"candidate.drb": {"$gt": 2}}""")));
        await _fixture.AddFilterAsync("a", Everything);

        await _fixture.FilterAsync(_fixture.StartFilters());

        Assert.Empty(_fixture.Enrichment.Messages);
        Assert.Equal(Alerts, _fixture.Sink.Messages.Count);
    }

    // The enrichers of a large survey may read the filters late.
    [Fact]
    public async Task RunAsync_EnrichersDoNotKnowTheFilterYet_DoTheyAsTheyAreTold()
    {
        await _fixture.IngestAsync(new SimulationOptions { Alerts = Alerts, Seed = 3 });
        var enricher = Enricher();
        await _fixture.EnrichAsync(enricher);
        await _fixture.AddFilterAsync("a", Filter);

        Assert.Equal(0, (await _fixture.Demand.GetAsync(Token))!.Count);
        await _fixture.RunAsync(enricher, _fixture.StartFilters());

        await AssertDoneAsync([.. (await _fixture.Sqlite.ListCandidsAsync(Survey.Ztf, AlertSpan.All, long.MinValue, 100, Token))]);
    }

    [Fact]
    public async Task RunAsync_OtherAlertsOfTheBatch_GoOnAtOnce()
    {
        var candids = await EnrichedAsync(filter: """[{"$match": {"$or": [{"candidate.drb": {"$lt": 0.8}}, {"classifications.one": {"$gt": 2}}]}}, {"$project": {"objectId": 1}}]""");
        await _fixture.IngestAsync(new SimulationOptions { Alerts = Alerts, Seed = 4 });
        await _fixture.EnrichAsync(Enricher());

        await _fixture.FilterAsync(_fixture.StartFilters());

        Assert.NotEmpty(_fixture.Sink.Messages);
        Assert.DoesNotContain(_fixture.Sink.Messages, message => candids.Contains(message.Candid));
        Assert.Equal(candids.Order(), await _fixture.DueAsync());
    }

    // Between the store and the queue.
    [Fact]
    public async Task ProcessAsync_QueueIsAwayAfterTheStore_SweepOfTheEnrichersFindsIt()
    {
        var candids = await EnrichedAsync();
        var filters = _fixture.StartFilters();
        var batch = _fixture.Filter.Messages.ToList();
        _fixture.Enrichment.Pushed = _ => throw new TransientFaultException("The queue server does not answer.");
        await Assert.ThrowsAsync<TransientFaultException>(async () => await _fixture.FilterAsync(filters));
        _fixture.Enrichment.Pushed = null;
        _fixture.Enrichment.Messages.Clear();

        // The lease runs out, and the batch comes again.
        await _fixture.Filter.PushAsync(batch, Token);
        await _fixture.FilterAsync(filters);
        Assert.Empty(_fixture.Sink.Messages);
        await SweepAsync();

        Assert.Equal(candids.Order(), _fixture.Enrichment.Texts.Select(long.Parse).Order());
        Assert.Empty(_fixture.Filter.Messages);
        await _fixture.RunAsync(Enricher(), filters);
        await AssertDoneAsync(candids);
    }

    [Fact]
    public async Task ProcessAsync_StoreGoesWithItsAnswer_NothingIsLost()
    {
        var candids = await EnrichedAsync();
        _fixture.AlertStore = new CutShortStore(_fixture.Sqlite) { UnheardSendBacks = 1 };
        var filters = _fixture.StartFilters();
        var batch = _fixture.Filter.Messages.ToList();

        await Assert.ThrowsAsync<TransientFaultException>(async () => await _fixture.FilterAsync(filters));
        await _fixture.Filter.PushAsync(batch, Token);
        await _fixture.FilterAsync(filters);
        await SweepAsync();

        await _fixture.RunAsync(Enricher(), filters);
        await AssertDoneAsync(candids);
    }

    // Scored, written, and then the enricher ends: the repeat is handed on.
    [Fact]
    public async Task ProcessAsync_EnricherEndsAfterItsWrite_NothingIsLost()
    {
        var candids = await EnrichedAsync();
        var filters = _fixture.StartFilters();
        await _fixture.FilterAsync(filters);
        _fixture.AlertStore = new CutShortStore(_fixture.Sqlite) { UnheardEnrichments = 1 };
        var batch = _fixture.Enrichment.Messages.ToList();

        await Assert.ThrowsAsync<TransientFaultException>(async () => await _fixture.EnrichAsync(Enricher()));
        await _fixture.Enrichment.PushAsync(batch, Token);

        await _fixture.RunAsync(Enricher(), filters);
        await AssertDoneAsync(candids);
    }

    [Fact]
    public async Task RunAsync_QueuesLoseTheirMemory_SweepsFindAll()
    {
        var candids = await EnrichedAsync();
        var filters = _fixture.StartFilters();
        await _fixture.FilterAsync(filters);
        _fixture.Enrichment.Messages.Clear();
        await SweepAsync();
        Assert.Equal(candids.Order(), _fixture.Enrichment.Texts.Select(long.Parse).Order());
        await _fixture.EnrichAsync(Enricher());
        _fixture.Filter.Messages.Clear();

        await SweepAsync();

        Assert.Empty(_fixture.Enrichment.Messages);
        await _fixture.RunAsync(Enricher(), filters);
        await AssertDoneAsync(candids);
    }

    [Fact]
    public async Task RunAsync_BrokersGoWithTheirAnswer_SendsAgainUnderTheSameIdentifiersAndNotBack()
    {
        var candids = await EnrichedAsync();
        var filters = _fixture.StartFilters();
        await _fixture.FilterAsync(filters);
        await _fixture.EnrichAsync(Enricher());
        (_fixture.Sink.Fault, _fixture.Sink.SendsBeforeFault) = (new TransientFaultException("The brokers do not answer."), true);
        var batch = _fixture.Filter.Messages.ToList();
        await Assert.ThrowsAsync<TransientFaultException>(async () => await _fixture.FilterAsync(filters));

        await _fixture.Filter.PushAsync(batch, Token);
        await _fixture.FilterAsync(filters);

        Assert.Empty(_fixture.Enrichment.Messages);
        var sent = _fixture.Sink.Messages.GroupBy(message => message.Candid).ToList();
        Assert.All(sent, messages => Assert.Equal((2, 1), (messages.Count(), messages.Select(message => message.Id).Distinct().Count())));
        _fixture.Sink.Messages.RemoveRange(0, sent.Count);
        await AssertDoneAsync(candids);
    }

    // The alerts in the queue twice, as repeats of a lease that ran out are.
    [Fact]
    public async Task RunAsync_SentBackTwiceAtOnce_IsSentOnce()
    {
        var candids = await EnrichedAsync();
        await _fixture.Filter.PushAsync([.. _fixture.Filter.Messages], Token);
        var filters = _fixture.StartFilters();
        await _fixture.FilterAsync(filters);

        await _fixture.RunAsync(Enricher(), filters);

        var passed = _fixture.Sink.Messages.Select(message => message.Id).Distinct().Count();
        Assert.Equal(passed, (await _fixture.Filters.ListHitsAsync(new FilterHitQuery(100), Token)).Count);
        Assert.Empty(await _fixture.DueAsync());
        Assert.Equal(Alerts, (await _fixture.AlertsAsync(candids)).Count(alert => DemandFixture.Score(alert, "one") is not null));
    }

    EnricherProcessor Enricher() => _fixture.StartEnricher(true, ("one", "asked"));

    async Task<List<long>> EnrichedAsync(string filter = Filter)
    {
        var candids = await _fixture.IngestAsync(new SimulationOptions { Alerts = Alerts, Seed = 3 });
        await _fixture.EnrichAsync(Enricher());
        await _fixture.AddFilterAsync("a", filter);
        return candids;
    }

    // What the sweeps of both stages queue when nothing is on its way.
    async Task SweepAsync()
    {
        await new UnenrichedAlerts(Survey.Ztf, _fixture.Enrichment, _fixture.Sqlite, _fixture.Time).ForwardAllAsync(Token);
        await new UnfilteredAlerts(Survey.Ztf, _fixture.Filter, _fixture.Filters, _fixture.Sqlite, _fixture.Time).ForwardAllAsync(Token);
    }

    async Task AssertDoneAsync(List<long> candids)
    {
        Assert.Empty(await _fixture.DueAsync());
        Assert.Empty(await _fixture.Sqlite.FindUnenrichedAsync(Survey.Ztf, long.MinValue, 100, Token));
        var alerts = await _fixture.AlertsAsync(candids);
        Assert.All(alerts, alert => Assert.NotNull(DemandFixture.Score(alert, "one")));
        Assert.All(alerts, alert => Assert.True(AskedScores.IsSentBack(alert.ToBson())));
        List<long> passers = [.. alerts.Where(alert => DemandFixture.Score(alert, "one") > 0.5).Select(alert => alert["_id"].AsInt64).Order()];
        Assert.InRange(passers.Count, 1, Alerts - 1);
        Assert.Equal(passers, _fixture.Sink.Messages.Select(message => message.Candid).Order());
        Assert.Equal(passers, (await _fixture.Filters.ListHitsAsync(new FilterHitQuery(100), Token)).Select(hit => hit.Candid).Order());
    }
}
