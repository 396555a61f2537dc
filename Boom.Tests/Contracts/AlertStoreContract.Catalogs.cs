using Boom.Core.Sky;
using Boom.Core.Store;
using Boom.Core.Surveys;
using MongoDB.Bson;
using Xunit;
using static Boom.Tests.Contracts.StoreDocuments;

namespace Boom.Tests.Contracts;

/// <content>Catalogues and watch lists.</content>
public abstract partial class AlertStoreContract
{
    static ReadOnlyMemory<byte> Rows(params string[] names) =>
        new BsonDocument("rows", new BsonArray(names.Select(name => new BsonDocument("name", name)))).ToBson()[10..^1];

    static ObjectMatches Ned(string objectId, string version, string? follows, params string[] names) =>
        new(objectId, [new CatalogMatch("NED", version, follows, Rows(names))]);

    static WatchlistHit Hit(string row = "a", string objectId = "ZTF26aaaaaaa", string list = "watchlist_one", long at = 1000, Survey survey = Survey.Ztf) =>
        new(list, "1", row, survey, objectId, 0.5, at);

    [Fact]
    public async Task FindObjectsAsync_SomeAreStored_AnswersThose()
    {
        Assert.Empty(await Store.FindObjectsAsync(Survey.Ztf, ["ZTF26aaaaaaa"], Token));
        await Store.WriteAsync(Batch(Alert(1), Alert(2, "ZTF26bbbbbbb")), Token);

        Assert.Equal(["ZTF26bbbbbbb"], await Store.FindObjectsAsync(Survey.Ztf, ["ZTF26bbbbbbb", "ZTF26ccccccc"], Token));
        Assert.Empty(await Store.FindObjectsAsync(Survey.Ztf, [], Token));
        Assert.Empty(await Store.FindObjectsAsync(Survey.Winter, ["ZTF26bbbbbbb"], Token));
    }

    [Fact]
    public async Task ListObjectsAsync_PageAfterPage_AnswersEachOnce()
    {
        Assert.Empty(await Store.ListObjectsAsync(Survey.Ztf, "", 10, Token));
        await Store.WriteAsync(Batch([.. Enumerable.Range(1, 7).Select(i => Alert(i, $"ZTF26aaaaaa{7 - i}", new SkyPosition(10 * i, i)))]), Token);

        var found = new List<StoredObject>();
        for (IReadOnlyList<StoredObject> page; (page = await Store.ListObjectsAsync(Survey.Ztf, found.LastOrDefault()?.ObjectId ?? "", 3, Token)).Count > 0;)
            found.AddRange(page);

        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"ZTF26aaaaaa{i}"), found.Select(one => one.ObjectId));
        Assert.Equal(70, found[0].Position!.Value.RaDegrees, 1e-9);
        Assert.Equal(7, found[0].Position!.Value.DecDegrees);
        Assert.True(found[0].Catalogs.IsEmpty);
    }

    [Fact]
    public async Task WriteMatchesAsync_NeverMatched_SetsRowsAndVersionAndNothingElse()
    {
        await Store.WriteAsync(Batch(Alert(1), Alert(2, "ZTF26bbbbbbb")), Token);
        var before = await ReadObject();

        Assert.Equal(1, await Store.WriteMatchesAsync(Survey.Ztf, [Ned("ZTF26aaaaaaa", "2", null, "M 31", "M 32"), Ned("ZTF26zzzzzzz", "2", null)], Token));

        var after = await ReadObject();
        Assert.Equal(["M 31", "M 32"], after["cross_matches"]["NED"].AsBsonArray.Select(row => row["name"].AsString));
        Assert.Equal("2", after["boom"]["catalogs"]["NED"].AsString);
        after.Remove("cross_matches");
        after.Remove("boom");
        Assert.Equal(before, after);
        Assert.False((await ReadObject("ZTF26bbbbbbb")).Contains("boom"));
        Assert.False((await Store.ListObjectsAsync(Survey.Ztf, "", 1, Token))[0].Catalogs.IsEmpty);
    }

    [Fact]
    public async Task WriteMatchesAsync_AnotherVersionThanWasRead_LeavesTheObject()
    {
        await Store.WriteAsync(Batch(Alert(1)), Token);
        await Store.WriteMatchesAsync(Survey.Ztf, [Ned("ZTF26aaaaaaa", "2", null, "two")], Token);

        Assert.Equal(0, await Store.WriteMatchesAsync(Survey.Ztf, [Ned("ZTF26aaaaaaa", "1", null, "one")], Token));
        Assert.Equal(0, await Store.WriteMatchesAsync(Survey.Ztf, [Ned("ZTF26aaaaaaa", "3", "1", "three")], Token));
        Assert.Equal("two", (await ReadObject())["cross_matches"]["NED"][0]["name"].AsString);

        Assert.Equal(1, await Store.WriteMatchesAsync(Survey.Ztf, [Ned("ZTF26aaaaaaa", "3", "2")], Token));
        Assert.Empty((await ReadObject())["cross_matches"]["NED"].AsBsonArray);
    }

    [Fact]
    public async Task WriteMatchesAsync_OtherCataloguesAndStampsAreThere_TheyStay()
    {
        await Store.WriteAsync(Batch(Alert(1)), Token);
        var document = await ReadObject();
        document["cross_matches"] = new BsonDocument("Gaia_DR3", new BsonArray { new BsonDocument("parallax", 1.5) });
        document["boom"] = new BsonDocument { { "note", "kept" }, { "catalogs", new BsonDocument("Gaia_DR3", "3") } };
        ReplaceObject("ZTF26aaaaaaa", document);

        Assert.Equal(1, await Store.WriteMatchesAsync(Survey.Ztf, [Ned("ZTF26aaaaaaa", "2", null, "M 31")], Token));

        var after = await ReadObject();
        Assert.Equal(1.5, after["cross_matches"]["Gaia_DR3"][0]["parallax"].AsDouble);
        Assert.Equal("kept", after["boom"]["note"].AsString);
        Assert.Equal(["Gaia_DR3", "NED"], after["boom"]["catalogs"].AsBsonDocument.Names.Order());
    }

    [Fact]
    public async Task WriteMatchesAsync_WorkerWritesMeanwhile_KeepsBoth()
    {
        await Store.WriteAsync(Batch(Alert(1)), Token);
        await Task.WhenAll(
            Store.WriteMatchesAsync(Survey.Ztf, [Ned("ZTF26aaaaaaa", "2", null, "M 31")], Token).AsTask(),
            Store.WriteAsync(Batch([.. Enumerable.Range(2, 30).Select(i => Alert(i, jd: 2461000.5 + i))]), Token).AsTask());

        var after = await ReadObject();
        Assert.Equal("M 31", after["cross_matches"]["NED"][0]["name"].AsString);
        Assert.Equal(31, after["prv_candidates"].AsBsonArray.Count);
    }

    [Fact]
    public async Task AddWatchlistHitsAsync_TheSameAgain_StaysAsItIs()
    {
        Assert.Empty(await Store.ListWatchlistHitsAsync(new WatchlistQuery(), Token));
        Assert.Equal(2, await Store.AddWatchlistHitsAsync([Hit("a"), Hit("b", at: 2000)], Token));
        Assert.Equal(1, await Store.AddWatchlistHitsAsync([Hit("a", at: 3000), Hit("c", at: 3000)], Token));

        var hits = await Store.ListWatchlistHitsAsync(new WatchlistQuery(), Token);
        Assert.Equal([Hit("c", at: 3000), Hit("b", at: 2000), Hit("a")], hits);
    }

    [Fact]
    public async Task ListWatchlistHitsAsync_ByListObjectTimeAndCount_AnswersThose()
    {
        WatchlistHit[] hits =
            [Hit(), Hit(objectId: "ZTF26bbbbbbb", at: 2000), Hit(list: "watchlist_two", at: 3000), Hit(survey: Survey.Winter, objectId: "WNTR1", at: 4000)];
        await Store.AddWatchlistHitsAsync(hits, Token);

        Assert.Equal([hits[2]], await Store.ListWatchlistHitsAsync(new WatchlistQuery(List: "watchlist_two"), Token));
        Assert.Equal([hits[1]], await Store.ListWatchlistHitsAsync(new WatchlistQuery(ObjectId: "ZTF26bbbbbbb"), Token));
        Assert.Equal([hits[3], hits[2]], await Store.ListWatchlistHitsAsync(new WatchlistQuery(SinceMs: 3000), Token));
        Assert.Equal([hits[3]], await Store.ListWatchlistHitsAsync(new WatchlistQuery(Limit: 1), Token));
    }

    [Fact]
    public async Task WriteAsync_HitsOfWatchlists_AreRecordedOnceHoweverOftenTheBatchIsWritten()
    {
        var batch = Batch(Alert(1)) with { WatchlistHits = [Hit()] };
        await Store.WriteAsync(batch, Token);
        await Store.WriteAsync(batch, Token);

        Assert.Equal([Hit()], await Store.ListWatchlistHitsAsync(new WatchlistQuery(), Token));
    }
}
