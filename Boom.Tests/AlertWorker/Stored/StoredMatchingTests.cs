using Boom.AlertWorker.Stored;
using Boom.Core.Catalogs;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Sky;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Sqlite;
using Boom.Tests.Storage.Sqlite;
using Boom.Tests.Support;
using MongoDB.Bson;
using Xunit;
using static Boom.Tests.Contracts.StoreDocuments;

namespace Boom.Tests.AlertWorker.Stored;

public sealed class StoredMatchingTests : IDisposable
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    readonly SqliteFolder _folder = new();
    readonly TemporaryFolder _tables = new();
    readonly CatalogShelf _shelf;
    readonly SqliteStore _sqlite;
    readonly CutShortStore _store;

    public StoredMatchingTests()
    {
        _shelf = new CatalogShelf(_tables.Path);
        _sqlite = _folder.Open();
        _store = new CutShortStore(_sqlite);
    }

    public void Dispose()
    {
        _sqlite.Dispose();
        _shelf.Dispose();
        _tables.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task RunAsync_ObjectsWereNeverMatched_HaveAKeyWithAndWithoutRows()
    {
        await AddObjectsAsync(1200);
        WriteNed("1");

        var account = await RunAsync();

        Assert.Equal((1200, 1200, 0), (account.Read, account.Changed, account.UpToDate));
        Assert.Equal(new CatalogMatches(1200, 1, 1), account.Catalogs["NED"]);
        Assert.Single((await ReadAsync(3))["cross_matches"]["NED"].AsBsonArray);
        Assert.Empty((await ReadAsync(4))["cross_matches"]["NED"].AsBsonArray);
    }

    [Fact]
    public async Task RunAsync_SaidAgain_ChangesNothingUntilThereIsANewVersion()
    {
        await AddObjectsAsync(5);
        WriteNed("1");
        await RunAsync();

        var again = await RunAsync();
        Assert.Equal((5, 0, 5), (again.Read, again.Changed, again.UpToDate));

        WriteNed("2", at: 4);
        var renewed = await RunAsync();
        Assert.Equal(5, renewed.Changed);
        Assert.Empty((await ReadAsync(3))["cross_matches"]["NED"].AsBsonArray);
        Assert.Single((await ReadAsync(4))["cross_matches"]["NED"].AsBsonArray);
        Assert.Equal("2", (await ReadAsync(4))["boom"]["catalogs"]["NED"].AsString);
    }

    [Fact]
    public async Task RunAsync_RuleHasChangedAndAgainIsSaid_MatchesAllOnceMore()
    {
        await AddObjectsAsync(5);
        WriteNed("1");
        await RunAsync();

        var account = await RunAsync(again: true, rule: KnownCatalogs.Ned with { RadiusArcsec = 1 });

        Assert.Equal((5, 5, 0), (account.Read, account.Changed, account.UpToDate));
        Assert.Empty((await ReadAsync(3))["cross_matches"]["NED"].AsBsonArray);
    }

    [Fact]
    public async Task RunAsync_StoreGoesAwayWithItsAnswer_CountsWhatItHasWritten()
    {
        await AddObjectsAsync(5);
        WriteNed("1");
        _store.UnheardMatches = 1;

        var account = await RunAsync();

        Assert.Equal((5, 5, 0), (account.Read, account.Changed, account.UpToDate));
        Assert.Equal(new CatalogMatches(5, 1, 1), account.Catalogs["NED"]);
    }

    [Fact]
    public async Task RunAsync_ObjectsOfTheSolarSystem_AreLeftOut()
    {
        await _store.WriteAsync(Batch([Alert(1, "sso77", PlaceOf(1))]), Token);
        WriteNed("1", at: 1);

        var account = await RunAsync();

        Assert.Equal((1, 1, 0), (account.Read, account.NotMatched, account.Changed));
        Assert.False(Parse((await _store.ReadObjectsAsync(Survey.Ztf, ["sso77"], Token))["sso77"]).Contains("cross_matches"));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    public async Task RunAsync_WatchlistShorterOrLongerThanTheObjects_RecordsTheSameHits(int places)
    {
        await AddObjectsAsync(6);
        var properties = new Dictionary<string, string> { [WatchlistMatcher.RadiusProperty] = "3" };
        CatalogFiles.Write(
            _tables.Path, new SkyTableDescription("watchlist_mine", "1", "a test", DateTimeOffset.UnixEpoch) { Properties = properties },
            [.. Enumerable.Range(0, places).Select(i => (i == 0 ? CatalogFiles.North(PlaceOf(2), 2) : new SkyPosition(200, i), new (string, object?)[] { ("_id", $"row {i}") }))]);

        var account = await RunAsync();

        Assert.Equal((1, 1), (account.Hits, account.HitsRecorded));
        var hit = Assert.Single(await _store.ListWatchlistHitsAsync(new WatchlistQuery(), Token));
        Assert.Equal(("row 0", IdOf(2)), (hit.Row, hit.ObjectId));
        Assert.Equal(0, (await RunAsync()).HitsRecorded);
    }

    [Fact]
    public async Task RunAsync_Stopped_IsGoneOnWithByRunningItAgain()
    {
        await AddObjectsAsync(1200);
        WriteNed("1");
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(_ => stop.Cancel(), stop.Token));

        var account = await RunAsync();

        Assert.Equal((1200, 700, 500), (account.Read, account.Changed, account.UpToDate));
    }

    static string IdOf(long candid) => $"ZTF26{candid:d7}";

    static SkyPosition PlaceOf(long candid) => new(10 + (candid * 0.1), 20);

    static AlertBatch Batch(IReadOnlyList<AlertWrite> alerts) =>
        new(Survey.Ztf, alerts, [.. alerts.Select(alert => new LedgerEntry(alert.Origin, PacketOutcome.Stored))], []);

    async Task AddObjectsAsync(int count) => await _store.WriteAsync(Batch([.. Enumerable.Range(1, count).Select(i => Alert(i, IdOf(i), PlaceOf(i)))]), Token);

    void WriteNed(string version, long at = 3) => CatalogFiles.Write(_tables.Path, "NED", version, (CatalogFiles.North(PlaceOf(at), 5), [("z", 0.02)]));

    async Task<BsonDocument> ReadAsync(long candid) => Parse((await _store.ReadObjectsAsync(Survey.Ztf, [IdOf(candid)], Token))[IdOf(candid)]);

    async Task<StoredMatches> RunAsync(Action<StoredMatches>? tell = null, CancellationToken? stop = null, bool again = false, CrossMatchRule? rule = null)
    {
        _shelf.Refresh();
        using var matcher = new ObjectMatcher(Survey.Ztf, [rule ?? KnownCatalogs.Ned], false, _shelf.Take());
        var matching = new StoredMatching(matcher, matcher.Tables, matcher.Watchlists, _store, _sqlite, again, null, TimeProvider.System);
        return await matching.RunAsync(tell ?? (_ => { }), _ => { }, stop ?? Token);
    }
}
