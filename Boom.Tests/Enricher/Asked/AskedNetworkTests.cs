using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Simulation;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Enricher.Asked;

/// <summary>Which networks an enricher runs when they wait to be asked.</summary>
public sealed class AskedNetworkTests : IDisposable
{
    const string Everything = """[{"$match": {}}, {"$project": {"objectId": 1}}]""";

    readonly DemandFixture _fixture = new();

    public AskedNetworkTests()
    {
        _fixture.AddNetwork("one", 0.05f, "candidate.dec");
        _fixture.AddNetwork("two", -0.05f, "candidate.dec");
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task ProcessAsync_NoActiveFilter_RunsOnNothingAndSaysSo()
    {
        var alerts = await EnrichAsync(20, ("one", "asked"), ("two", "always"));

        Assert.All(alerts, alert => Assert.Equal((null, AskedScores.NotAsked), (DemandFixture.Score(alert, "one"), DemandFixture.Skipped(alert, "one"))));
        Assert.All(alerts, alert => Assert.NotNull(DemandFixture.Score(alert, "two")));
        Assert.All(alerts, alert => Assert.Equal(["one"], AskedScores.Missing(alert.ToBson())));
    }

    // The message of an alert has all of its scores.
    [Fact]
    public async Task ProcessAsync_FilterReadsNoScore_AllRunWhereItPassesAndNoneElsewhere()
    {
        await _fixture.AddFilterAsync("a", """[{"$match": {"candidate.drb": {"$gt": 0.8}}}, {"$project": {"objectId": 1}}]""");

        var alerts = await EnrichAsync(40, ("one", "asked"), ("two", "asked"));

        Assert.InRange(alerts.Count(alert => Drb(alert) > 0.8), 1, 39);
        foreach (var alert in alerts)
            Assert.Equal((Drb(alert) > 0.8, Drb(alert) > 0.8), (DemandFixture.Score(alert, "one") is not null, DemandFixture.Score(alert, "two") is not null));
    }

    [Fact]
    public async Task ProcessAsync_ScoreOfTheFirstSettlesIt_TheSecondIsSpared()
    {
        await _fixture.AddFilterAsync(
            "a", """[{"$match": {"candidate.drb": {"$gt": 0.3}, "classifications.one": {"$gt": 0.6}, "classifications.two": {"$lt": 0.9}}}, {"$project": {"objectId": 1}}]""");

        var alerts = await EnrichAsync(60, ("one", "asked"), ("two", "asked"));

        var ran = new int[3];
        foreach (var alert in alerts)
        {
            var one = DemandFixture.Score(alert, "one");
            Assert.Equal(Drb(alert) > 0.3, one is not null);
            Assert.Equal(one > 0.6, DemandFixture.Score(alert, "two") is not null);
            ran[one is null ? 0 : one > 0.6 ? 2 : 1]++;
        }

        Assert.All(ran, count => Assert.True(count > 0, string.Join(" ", ran)));
    }

    [Fact]
    public async Task ProcessAsync_AnotherNetworkDependsOnTheScore_ItRunsOnAll()
    {
        var alerts = await EnrichAsync(20, ("one", "asked"), ("two", """{"classifications.one": {"$gt": 0.5}}"""));

        Assert.All(alerts, alert => Assert.NotNull(DemandFixture.Score(alert, "one")));
        Assert.All(alerts, alert => Assert.Equal(DemandFixture.Score(alert, "one") > 0.5, DemandFixture.Score(alert, "two") is not null));
    }

    [Fact]
    public async Task ProcessAsync_ProgrammeThatTheFilterMayNotSee_AsksForNothing()
    {
        await _fixture.AddFilterAsync("a", Everything, 2);

        var alerts = await EnrichAsync(10, ("one", "asked"));

        Assert.All(alerts, alert => Assert.Equal(1, alert["candidate"]["programid"].ToInt32()));
        Assert.All(alerts, alert => Assert.Null(DemandFixture.Score(alert, "one")));
    }

    [Fact]
    public async Task ProcessAsync_FilterThatCannotRun_AsksForNothing()
    {
        await _fixture.AddFilterAsync("a", """[{"$match": {}}, {"$group": {"_id": 1}}, {"$project": {"objectId": 1}}]""");

        Assert.All(await EnrichAsync(5, ("one", "asked")), alert => Assert.Null(DemandFixture.Score(alert, "one")));
    }

    // What only filter workers know counts as possible.
    [Fact]
    public async Task ProcessAsync_FilterOfAWatchList_AsksWhereTheRestCouldPass()
    {
        await _fixture.Filters.AddFilterAsync(
            new StoredFilter("a", "A", Survey.Ztf, [new FilterVersion("v1", """[{"$match": {"candidate.drb": {"$gt": 0.8}}}, {"$project": {"objectId": 1}}]""", 1)])
            {
                IsActive = true, ActiveVersion = "v1", Watchlist = "watchlist_x", Permissions = new Dictionary<Survey, IReadOnlyList<int>> { [Survey.Ztf] = [1] },
            },
            Token);

        var alerts = await EnrichAsync(40, ("one", "asked"));

        Assert.InRange(alerts.Count(alert => Drb(alert) > 0.8), 1, 39);
        Assert.All(alerts, alert => Assert.Equal(Drb(alert) > 0.8, DemandFixture.Score(alert, "one") is not null));
    }

    [Fact]
    public async Task ProcessAsync_FilterOfAHistory_AsksOfSolarSystemObjects()
    {
        await _fixture.AddFilterAsync("a", """[{"$match": {"sso_history.2": {"$exists": true}}}, {"$project": {"objectId": 1}}]""");

        var alerts = await EnrichAsync(40, ("one", "asked"));

        Assert.InRange(alerts.Count(IsRock), 1, 39);
        Assert.All(alerts, alert => Assert.Equal(IsRock(alert), DemandFixture.Score(alert, "one") is not null));

        static bool IsRock(BsonDocument alert) => alert["properties"]["sso"]["designation"].IsString;
    }

    [Fact]
    public async Task ProcessAsync_FiltersCannotBeRead_RunsOnAllUntilThey()
    {
        _fixture.FilterStore.IsAway = true;
        var candids = await _fixture.IngestAsync(new SimulationOptions { Alerts = 10, Seed = 3 });
        var enricher = _fixture.StartEnricher(true, ("one", "asked"));
        var messages = _fixture.Enrichment.Messages.ToList();
        _fixture.Enrichment.Messages.RemoveRange(5, 5);

        await _fixture.EnrichAsync(enricher);

        Assert.All(await _fixture.AlertsAsync(candids[..5]), alert => Assert.NotNull(DemandFixture.Score(alert, "one")));
        Assert.Contains("policy asked run on all alerts", Assert.Single(_fixture.Pulses.Lacks), StringComparison.Ordinal);
        _fixture.FilterStore.IsAway = false;
        await _fixture.Enrichment.PushAsync(messages[5..], Token);
        await _fixture.EnrichAsync(enricher);
        Assert.All(await _fixture.AlertsAsync(candids[5..]), alert => Assert.Null(DemandFixture.Score(alert, "one")));
        Assert.Empty(_fixture.Pulses.Lacks);
    }

    [Fact]
    public async Task RefreshAsync_StoreIsAwayLater_TheLastFiltersStayInUse()
    {
        await _fixture.AddFilterAsync("a", Everything);
        _fixture.StartEnricher(true, ("one", "asked"));
        await _fixture.Demand.RefreshAsync(Token);
        _fixture.FilterStore.IsAway = true;

        await _fixture.Demand.RefreshAsync(Token);

        Assert.Equal(1, (await _fixture.Demand.GetAsync(Token))!.Count);
        Assert.Empty(_fixture.Pulses.Lacks);
    }

    [Fact]
    public async Task RefreshAsync_FilterIsActivated_IsAskedFromThenOn()
    {
        var candids = await _fixture.IngestAsync(new SimulationOptions { Alerts = 10, Seed = 3 });
        var enricher = _fixture.StartEnricher(true, ("one", "asked"));
        await _fixture.Demand.RefreshAsync(Token);
        await _fixture.AddFilterAsync("a", Everything);

        await _fixture.Demand.RefreshAsync(Token);
        await _fixture.EnrichAsync(enricher);

        Assert.All(await _fixture.AlertsAsync(candids), alert => Assert.NotNull(DemandFixture.Score(alert, "one")));
    }

    // By hand, as 'boom enrich' does, there is nobody to ask.
    [Fact]
    public async Task ProcessAsync_NobodyToAsk_RunsOnAll()
    {
        var candids = await _fixture.IngestAsync(new SimulationOptions { Alerts = 10, Seed = 3 });

        await _fixture.EnrichAsync(_fixture.StartEnricher(false, ("one", "asked")));

        Assert.All(await _fixture.AlertsAsync(candids), alert => Assert.NotNull(DemandFixture.Score(alert, "one")));
    }

    async Task<List<BsonDocument>> EnrichAsync(int alerts, params (string, string)[] networks)
    {
        var candids = await _fixture.IngestAsync(new SimulationOptions { Alerts = alerts, Seed = 3 });
        await _fixture.EnrichAsync(_fixture.StartEnricher(true, networks));
        return await _fixture.AlertsAsync(candids);
    }

    static double Drb(BsonDocument alert) => alert["candidate"]["drb"].AsDouble;
}
