using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Mongo;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;
using static Boom.Tests.Contracts.StoreDocuments;

namespace Boom.Tests.Storage.Mongo;

/// <summary>Removals that end in between, and pages that no object refers to.</summary>
[Collection(MongoTests.Name)]
public sealed class MongoRetentionTests(MongoTestServer server) : IAsyncLifetime
{
    static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    MongoDatabase? _database;
    MongoStore? _store;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    IMongoCollection<BsonDocument> Notes => _database!.Direct.GetCollection<BsonDocument>("boom");

    IMongoCollection<BsonDocument> Pages => _database!.Direct.GetCollection<BsonDocument>("ZTF_alerts_aux_pages");

    public ValueTask InitializeAsync()
    {
        _database = server.Require();
        _store = _database.Open(new MongoStoreOptions { ConnectionString = _database.ConnectionString, MaxHeadBytes = 16 << 10 });
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _database?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task RemoveAlertsAsync_AProgramHasDiedInBetween_EachIsCountedOnce(int deleted)
    {
        await StoreAsync(1, 2, 3);
        await EnrichAsync(1, 2, 3);
        await Notes.InsertOneAsync(
            new BsonDocument
            {
                { "_id", "retention_ZTF" },
                { "alerts_removed", 5L },
                { "removing", new BsonDocument { { "token", ObjectId.GenerateNewId() }, { "before", Now.UtcDateTime }, { "candids", new BsonArray { 1L, 2L } } } },
            },
            cancellationToken: Token);
        for (var candid = 1L; candid <= deleted; candid++)
            await _database!.Alerts.DeleteOneAsync(new BsonDocument("_id", candid), Token);
        Assert.Equal(7, await _store!.CountRemovedAlertsAsync(Survey.Ztf, Token));

        Assert.Equal(3, (await _store.RemoveAlertsAsync(Survey.Ztf, Now, null, 100, Token)).Removed);

        Assert.Equal(8, await _store.CountRemovedAlertsAsync(Survey.Ztf, Token));
        Assert.Empty(await _store.ReadAlertsAsync(Survey.Ztf, [1, 2, 3], Token));
    }

    [Fact]
    public async Task RemoveAlertsAsync_EnrichedAnewSinceItWasNoted_StaysAndDoesNotCount()
    {
        await StoreAsync(1, 2);
        await EnrichAsync(1, 2);
        await Notes.InsertOneAsync(
            new BsonDocument
            {
                { "_id", "retention_ZTF" },
                { "removing", new BsonDocument { { "token", ObjectId.GenerateNewId() }, { "before", Now.UtcDateTime }, { "candids", new BsonArray { 1L, 2L } } } },
            },
            cancellationToken: Token);
        await EnrichAsync(Now, 2);

        await _store!.RemoveAlertsAsync(Survey.Ztf, Now, null, 100, Token);

        Assert.Equal([2L], (await _store.ReadAlertsAsync(Survey.Ztf, [1, 2], Token)).Keys);
        Assert.NotNull(await _store.ReadCutoutsAsync(Survey.Ztf, 2, Token));
        Assert.Equal(1, await _store.CountRemovedAlertsAsync(Survey.Ztf, Token));
    }

    [Fact]
    public async Task RemoveOrphanPagesAsync_OldOrphans_GoAndWhatIsReferredToStays()
    {
        await _store!.WriteAsync(History(1, 40), Token);
        var whole = await ReadObjectAsync();
        var inUse = await Pages.CountDocumentsAsync(new BsonDocument(), cancellationToken: Token);
        await AgePagesAsync();
        await Pages.InsertManyAsync([Orphan("0", Now.AddDays(-2)), Orphan("1", Now.AddHours(-2)), Orphan("2", Now.AddDays(-2), "ZTF26|other")], cancellationToken: Token);

        Assert.Equal(2, await SweepPagesAsync());

        Assert.True(inUse > 0);
        Assert.Equal(inUse + 1, await Pages.CountDocumentsAsync(new BsonDocument(), cancellationToken: Token));
        Assert.Equal(whole, await ReadObjectAsync());
    }

    [Fact]
    public async Task WriteAsync_PageIsThereAsAnOldOrphan_IsRenewedAndNoLongerOne()
    {
        await _store!.WriteAsync(History(1, 40), Token);
        var whole = await ReadObjectAsync();

        // The head is that of an object whose writer has died behind its pages.
        await _database!.Objects.DeleteManyAsync(new BsonDocument(), Token);
        await _database.Alerts.DeleteManyAsync(new BsonDocument(), Token);
        await AgePagesAsync();
        await _store.WriteAsync(History(1, 40), Token);

        var old = new BsonDocument("created_at", new BsonDocument("$lt", Now.UtcDateTime.AddDays(-1)));
        Assert.Equal(0, await Pages.CountDocumentsAsync(old, cancellationToken: Token));
        Assert.Equal(0, await SweepPagesAsync());
        Assert.Equal(whole["prv_candidates"], (await ReadObjectAsync())["prv_candidates"]);
    }

    [Fact]
    public async Task ReadClockAsync_Server_TellsItsTime() => Assert.NotNull(await _store!.ReadClockAsync(Token));

    async Task<long> SweepPagesAsync()
    {
        long removed = 0;
        for (string? cursor = null; ;)
        {
            (var count, cursor) = await _store!.RemoveOrphanPagesAsync(Survey.Ztf, Now.AddDays(-1), cursor, 2, Token);
            removed += count;
            if (cursor is null)
                return removed;
        }
    }

    Task AgePagesAsync() => Pages.UpdateManyAsync(
        new BsonDocument(), new BsonDocument("$set", new BsonDocument("created_at", Now.UtcDateTime.AddDays(-3))), cancellationToken: Token);

    async Task<BsonDocument> ReadObjectAsync() => Parse((await _store!.ReadObjectsAsync(Survey.Ztf, ["ZTF26aaaaaaa"], Token))["ZTF26aaaaaaa"]);

    static BsonDocument Orphan(string hash, DateTimeOffset created, string objectId = "ZTF26aaaaaaa") => new()
    {
        { "_id", $"{objectId}|prv_candidates|{hash}" }, { "objectId", objectId }, { "series", "prv_candidates" }, { "created_at", created.UtcDateTime }, { "points", new BsonArray() },
    };

    static AlertBatch History(long candid, int points) => new(
        Survey.Ztf,
        [Alert(candid, arrays: [ArrayOf("prv_candidates", [.. Enumerable.Range(0, points).Select(i => Point(2461000.5 + i, i, text: new string('t', 1000)))])])], [], []);

    Task StoreAsync(params long[] candids) => _store!.WriteAsync(new AlertBatch(Survey.Ztf, [.. candids.Select(candid => Alert(candid))], [], []), Token).AsTask();

    Task EnrichAsync(params long[] candids) => EnrichAsync(Now.AddDays(-40), candids);

    Task EnrichAsync(DateTimeOffset at, params long[] candids) => _store!.WriteEnrichmentsAsync(
        Survey.Ztf, [.. candids.Select(candid => new EnrichmentUpdate(candid, new BsonDocument("boom", Stamps(at)).ToBson()))], Token).AsTask();

    static BsonDocument Stamps(DateTimeOffset at) => new()
    {
        { "ingest", new BsonDocument("stored_at", Now.UtcDateTime.AddDays(-40)) }, { "enrichment", new BsonDocument("enriched_at", at.UtcDateTime) },
    };
}
