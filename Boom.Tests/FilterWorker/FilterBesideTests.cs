using Boom.Core.Filters;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.FilterWorker.Filters;
using Boom.Tests.Contracts;
using Boom.Tests.Pipeline;
using Boom.Tests.Support;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.FilterWorker;

/// <summary>Filters that look at watch lists and at the earlier alerts of solar-system bodies, from queue to hit.</summary>
public sealed class FilterBesideTests : IDisposable
{
    const string Everything = """[{"$match":{}},{"$project":{"objectId":1,"annotations.mag":"$candidate.magpsf"}}]""";
    const string Histories = """[{"$match":{"sso_history.0":{"$exists":true}}},{"$project":{"objectId":1,"annotations.jds":"$sso_history.jd","annotations.mags":"$sso_history.magpsf"}}]""";

    readonly FilterFixture _fixture = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task ProcessAsync_FilterBoundToAList_LetsTheObjectsOnItPass()
    {
        var alerts = await AlertsAsync(8);
        await AddAsync("one", Everything, "watchlist_one");
        await AddAsync("two", Everything, "watchlist_two");
        await AddAsync("none", Everything, "watchlist_none");
        await HitAsync("watchlist_one", alerts[1], "SN 2026a", 1.5);
        await HitAsync("watchlist_one", alerts[1], "SN 2026b", 0.5);
        await HitAsync("watchlist_two", alerts[5], "x", 0.25);
        await HitAsync("watchlist_three", alerts[6], "x", 0.25);

        await StartAsync(alerts);

        Assert.Equal([.. alerts.Where(alert => alert.ObjectId == alerts[1].ObjectId).Select(alert => alert.Candid)], await PassedAsync("one"));
        Assert.Equal([.. alerts.Where(alert => alert.ObjectId == alerts[5].ObjectId).Select(alert => alert.Candid)], await PassedAsync("two"));
        Assert.Empty(await PassedAsync("none"));
        var annotations = StoreFixture.Parse((await HitsAsync("one"))[0].Annotations.ToArray());
        Assert.Equal(["mag", "watchlist"], annotations.Names);
        Assert.Equal(
            new BsonArray { new BsonDocument { { "_id", "SN 2026b" }, { "distance_arcsec", 0.5 } }, new BsonDocument { { "_id", "SN 2026a" }, { "distance_arcsec", 1.5 } } },
            annotations["watchlist"].AsBsonArray);
        Assert.Empty(_fixture.Pulses.Lacks);
        Assert.Empty(await _fixture.DueAsync());
    }

    [Fact]
    public async Task ProcessAsync_FilterWithHistory_SeesTheBodysAlertsOfTheYearBeforeAndOfItsProgrammes()
    {
        var (candid, jd, designation) = await BodyAsync();
        await EarlierAsync(101, designation, jd - 10, program: 1);
        await EarlierAsync(102, designation, jd - 365, program: 1);
        await EarlierAsync(103, designation, jd - 365.01, program: 1);
        await EarlierAsync(104, designation, jd - 20, program: 2);
        await EarlierAsync(105, "another", jd - 20, program: 1);
        await EarlierAsync(106, designation, jd + 0.01, program: 1);
        await AddAsync("public", Histories);
        await AddAsync("both", Histories, null, 1, 2);

        await _fixture.Start(engine: new FilterEngine(TimeProvider.System)).ProcessAsync(FilterFixture.Batch([candid]), Token);

        Assert.Equal([jd - 365, jd - 10, jd], Jds(Assert.Single(await HitsAsync("public"))));
        Assert.Equal([jd - 365, jd - 20, jd - 10, jd], Jds(Assert.Single(await HitsAsync("both"))));
    }

    [Fact]
    public async Task ProcessAsync_AlertsOfNoBody_EndAtTheHistory()
    {
        var alerts = await AlertsAsync(30);
        await AddAsync("bodies", Histories);

        await StartAsync(alerts);

        var expected = alerts.Where(alert => alert.Designation is not null).Select(alert => alert.Candid).ToList();
        Assert.InRange(expected.Count, 1, 29);
        Assert.Equal(expected, await PassedAsync("bodies"));
    }

    [Fact]
    public async Task ProcessAsync_ManyFilters_AreReadForOnce()
    {
        var alerts = await AlertsAsync(20);
        for (var i = 0; i < 5; i++)
        {
            await AddAsync($"history {i}", Histories);
            await AddAsync($"list {i}", Everything, $"watchlist_{i}");
        }

        _fixture.WorkersStore = AwayStore.Of(_fixture.Store, _ => false);
        await StartAsync(alerts);

        var calls = ((AwayStore)_fixture.WorkersStore).Calls;
        Assert.Equal((1, 1), (calls.Count(call => call == nameof(IAlertStore.ReadBodyAlertsAsync)), calls.Count(call => call == nameof(ICatalogStore.ReadWatchlistHitsAsync))));
    }

    [Fact]
    public async Task ProcessAsync_NobodyAsks_ReadsNeither()
    {
        var alerts = await AlertsAsync(5);
        await AddAsync("all", Everything);
        _fixture.WorkersStore = AwayStore.Of(_fixture.Store, call => call is nameof(IAlertStore.ReadBodyAlertsAsync) or nameof(ICatalogStore.ReadWatchlistHitsAsync));

        await StartAsync(alerts);

        Assert.Equal(5, (await PassedAsync("all")).Count);
    }

    [Theory]
    [InlineData(nameof(IAlertStore.ReadBodyAlertsAsync))]
    [InlineData(nameof(ICatalogStore.ReadWatchlistHitsAsync))]
    public async Task ProcessAsync_StoreGoesAwayInBetween_SendsNothingAndKeepsAllDue(string lost)
    {
        var alerts = await AlertsAsync(12);
        await AddAsync("all", Everything);
        await AddAsync("history", Histories);
        await AddAsync("list", Everything, "watchlist_one");
        await HitAsync("watchlist_one", alerts[3], "x", 1);
        var isAway = true;
        _fixture.WorkersStore = AwayStore.Of(_fixture.Store, call => isAway && call == lost);
        var processor = _fixture.Start(engine: new FilterEngine(TimeProvider.System));

        await Assert.ThrowsAsync<TransientFaultException>(async () => await processor.ProcessAsync(FilterFixture.Batch(alerts.Select(alert => alert.Candid)), Token));
        Assert.Empty(_fixture.Sink.Messages);
        Assert.Equal(12, (await _fixture.DueAsync()).Count);
        isAway = false;
        await processor.ProcessAsync(FilterFixture.Batch(alerts.Select(alert => alert.Candid)), Token);

        Assert.Equal(12, (await PassedAsync("all")).Count);
        Assert.Equal([.. alerts.Where(alert => alert.ObjectId == alerts[3].ObjectId).Select(alert => alert.Candid)], await PassedAsync("list"));
        Assert.Empty(await _fixture.DueAsync());
    }

    // An asteroid of a million alerts does not fill the memory; whoever asks hears that there were more.
    [Fact]
    public async Task ProcessAsync_BodyOfMoreAlertsThanAreRead_HasTheLatestAndIsLogged()
    {
        var (candid, jd, designation) = await BodyAsync();
        await EarlierAsync(Enumerable.Range(1000, FilterBesideReader.MostHistory + 10), designation, jd);
        await AddAsync("history", Histories);

        await _fixture.Start(engine: new FilterEngine(TimeProvider.System)).ProcessAsync(FilterFixture.Batch([candid]), Token);

        var jds = Jds(Assert.Single(await HitsAsync("history")));
        Assert.Equal((FilterBesideReader.MostHistory, jd), (jds.Length, jds[^1]));
        Assert.Equal(jd - (FilterBesideReader.MostHistory - 1) / 100.0, jds[0], 1e-6);
        Assert.Contains(_fixture.Lines, line => line.Contains("sso_history has the latest of them", StringComparison.Ordinal));
    }

    static double[] Jds(FilterHit hit) => [.. StoreFixture.Parse(hit.Annotations.ToArray())["jds"].AsBsonArray.Select(jd => jd.AsDouble)];

    async Task<List<(long Candid, string ObjectId, double Jd, string? Designation)>> AlertsAsync(int count)
    {
        var alerts = new List<(long, string, double, string?)>();
        foreach (var candid in await _fixture.AddAlertsAsync(count))
        {
            var alert = StoreFixture.Parse((await _fixture.Store.ReadAlertsAsync(Survey.Ztf, [candid], Token))[candid]);
            var designation = alert["properties"]["sso"]["designation"];
            alerts.Add((candid, alert["objectId"].AsString, alert["candidate"]["jd"].AsDouble, designation.IsBsonNull ? null : designation.AsString));
        }

        return alerts;
    }

    async Task<(long Candid, double Jd, string Designation)> BodyAsync()
    {
        var body = (await AlertsAsync(30)).First(alert => alert.Designation is not null);
        return (body.Candid, body.Jd, body.Designation!);
    }

    Task EarlierAsync(long candid, string designation, double jd, int program) => WriteAsync([Earlier(candid, designation, jd, program)]);

    Task EarlierAsync(IEnumerable<int> candids, string designation, double before) =>
        WriteAsync([.. candids.Select((candid, i) => Earlier(candid, designation, before - ((i + 1) / 100.0), 1))]);

    async Task WriteAsync(AlertWrite[] alerts) => Assert.Empty(await _fixture.Store.WriteAsync(new AlertBatch(Survey.Ztf, alerts, [], []), Token));

    static AlertWrite Earlier(long candid, string designation, double jd, int program)
    {
        var alert = StoreDocuments.Alert(candid, $"ZTF{candid:0000000}", jd: jd);
        var document = StoreDocuments.Parse(alert.AlertDocument.ToArray());
        document["candidate"]["ssnamenr"] = designation;
        document["candidate"]["programid"] = program;
        return alert with { AlertDocument = document.ToBson() };
    }

    async Task HitAsync(string list, (long Candid, string ObjectId, double Jd, string? Designation) alert, string row, double distanceArcsec) =>
        await _fixture.Store.AddWatchlistHitsAsync([new WatchlistHit(list, "1", row, Survey.Ztf, alert.ObjectId, distanceArcsec, 1)], Token);

    async Task StartAsync(IEnumerable<(long Candid, string ObjectId, double Jd, string? Designation)> alerts) =>
        await _fixture.Start(engine: new FilterEngine(TimeProvider.System)).ProcessAsync(FilterFixture.Batch(alerts.Select(alert => alert.Candid)), Token);

    async Task<List<long>> PassedAsync(string id) => [.. (await HitsAsync(id)).Select(hit => hit.Candid).Order()];

    async Task<IReadOnlyList<FilterHit>> HitsAsync(string id) => await _fixture.Filters.ListHitsAsync(new FilterHitQuery(1000) { FilterId = id }, Token);

    async Task AddAsync(string id, string pipeline, string? watchlist = null, params int[] programs) => await _fixture.Filters.AddFilterAsync(
        new StoredFilter(id, $"Filter {id}", Survey.Ztf, [new FilterVersion("v1", pipeline, 2461042)])
        {
            IsActive = true, ActiveVersion = "v1", Watchlist = watchlist,
            Permissions = new Dictionary<Survey, IReadOnlyList<int>> { [Survey.Ztf] = programs.Length > 0 ? programs : [1] },
        },
        Token);
}
