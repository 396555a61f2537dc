using Boom.Core.Plays;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Cutouts;
using Boom.Storage.Mongo;
using Boom.Tests.Contracts;
using Boom.Tests.Support;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Boom.Tests.Storage.Mongo;

/// <summary>What only a store shared by many programs can suffer: contention, batches cut short, indexes of others.</summary>
[Collection(MongoTests.Name)]
public sealed class MongoStoreTests(MongoTestServer server) : IDisposable
{
    readonly MongoDatabase _database = server.Require();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static AlertBatch Batch(params AlertWrite[] alerts)
        => new(Survey.Ztf, alerts, [.. alerts.Select(alert => new LedgerEntry(alert.Origin, PacketOutcome.Stored))], []);

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task WriteAsync_ThreeStoresOnTheSameObjects_LoseNothing()
    {
        const int Batches = 12;
        string[] objects = ["ZTF26aaaaaaa", "ZTF26bbbbbbb", "ZTF26ccccccc", "ZTF26ddddddd"];
        var writers = Enumerable.Range(0, 3).Select(_ => _database.Open()).ToArray().Select((store, writer) => Task.Run(async () =>
        {
            for (var batch = 0; batch < Batches; batch++)
            {
                var first = ((writer * Batches) + batch) * objects.Length;
                var alerts = objects.Select((id, i) => StoreDocuments.Alert(first + i, id, jd: 2461000.5 + first + i)).ToArray();
                Assert.Empty(await store.WriteAsync(Batch(alerts), Token));
            }
        }));
        await Task.WhenAll(writers);

        var stored = await _database.Open().ReadObjectsAsync(Survey.Ztf, objects, Token);
        for (var i = 0; i < objects.Length; i++)
        {
            var document = StoreDocuments.Parse(stored[objects[i]]);
            var expected = Enumerable.Range(0, 3 * Batches).Select(batch => 2461000.5 + (batch * objects.Length) + i);
            Assert.Equal(expected, StoreDocuments.Jds(document, "prv_candidates"));
            Assert.Equal((3 * Batches) - 1, document["version"].AsInt32);
        }

        var ledger = Assert.Single(await _database.Open().ReadLedgerAsync(null, Token));
        Assert.Equal([new LedgerRange(0, (3 * Batches * objects.Length) - 1, PacketOutcome.Stored)], ledger.Ranges);
    }

    [Fact]
    public async Task WriteAsync_SameBatchByThreeStoresAtOnce_StoresItOnce()
    {
        var batch = Batch([.. Enumerable.Range(0, 20).Select(i => StoreDocuments.Alert(i, $"ZTF26{i % 7}", jd: 2461000.5 + i))]);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => _database.Open()).ToArray()
            .Select(store => Task.Run(async () => Assert.Empty(await store.WriteAsync(batch, Token)))));

        var store = _database.Open();
        Assert.Equal(new StoreCounts(20, 0, 7, 20, 0), await store.CountAsync(Survey.Ztf, Token));
        var stored = StoreDocuments.Parse((await store.ReadObjectsAsync(Survey.Ztf, ["ZTF263"], Token))["ZTF263"]);
        Assert.Equal([2461003.5, 2461010.5, 2461017.5], StoreDocuments.Jds(stored, "prv_candidates"));
    }

    [Theory]
    [InlineData("cutouts")]
    [InlineData("objects")]
    [InlineData("some alerts")]
    [InlineData("alerts")]
    public async Task WriteAsync_BatchCutShortBehindAStep_IsMendedByWritingItAgain(string last)
    {
        var store = _database.Open();
        var batch = Batch(StoreDocuments.Alert(1), StoreDocuments.Alert(2, jd: 2461001.5), StoreDocuments.Alert(3, "ZTF26bbbbbbb"));
        await store.WriteAsync(batch, Token);
        await _database.Direct.GetCollection<BsonDocument>("ledger").DeleteManyAsync(new BsonDocument(), Token);
        if (last != "alerts")
            await _database.Alerts.DeleteManyAsync(last == "some alerts" ? new BsonDocument("_id", 2) : new BsonDocument(), Token);
        if (last == "cutouts")
            await _database.Objects.DeleteManyAsync(new BsonDocument(), Token);

        Assert.Empty(await store.WriteAsync(batch, Token));

        Assert.Equal(new StoreCounts(3, 0, 2, 3, 0), await store.CountAsync(Survey.Ztf, Token));
        var stored = StoreDocuments.Parse((await store.ReadObjectsAsync(Survey.Ztf, ["ZTF26aaaaaaa"], Token))["ZTF26aaaaaaa"]);
        Assert.Equal([2461000.5, 2461001.5], StoreDocuments.Jds(stored, "prv_candidates"));
        var ledger = Assert.Single(await store.ReadLedgerAsync(null, Token));
        Assert.Equal([new LedgerRange(1, 3, PacketOutcome.Stored)], ledger.Ranges);
    }

    [Fact]
    public async Task RecordAsync_MoreConflictsThanAllowed_IsTransient()
    {
        var store = _database.Open(new MongoStoreOptions { ConnectionString = _database.ConnectionString, MaxConflicts = 2 });
        await store.RecordAsync([new(StoreDocuments.Origin(1), PacketOutcome.Stored)], Token);

        // A version that is rounded when it is read stands for workers that are always faster.
        var change = new BsonDocument("$set", new BsonDocument("version", 1L << 40));
        await _database.Direct.GetCollection<BsonDocument>("ledger").UpdateOneAsync(new BsonDocument(), change, null, Token);
        var fault = await Assert.ThrowsAsync<TransientFaultException>(
            async () => await store.RecordAsync([new(StoreDocuments.Origin(2), PacketOutcome.Stored)], Token));
        Assert.Contains("partition 0 of " + StoreDocuments.Topic, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EnsureIndexesAsync_EverySurvey_HasTheReferencesNames()
    {
        var store = _database.Open();
        await store.EnsureIndexesAsync(Enum.GetValues<Survey>(), null, Token);
        await _database.Open().EnsureIndexesAsync(Enum.GetValues<Survey>(), null, Token);

        string[] alerts =
            ["_id_", "boom.enrichment.enriched_at_1__id_1", "coordinates.radec_geojson_2dsphere__id_1", "objectId_1", "objectId_1_candidate.jd_-1"];
        string[] objects = ["_id_", "coordinates.healpix_29_1", "coordinates.radec_geojson_2dsphere__id_1", "created_at_1"];
        AssertSame([.. alerts, "candidate.ssnamenr_1_candidate.jd_-1"], await IndexesOf("ZTF_alerts"));
        AssertSame([.. alerts, "ssObjectId_1"], await IndexesOf("LSST_alerts"));
        AssertSame(alerts, await IndexesOf("WINTER_alerts"));
        AssertSame(objects, await IndexesOf("ZTF_alerts_aux"));
        AssertSame([.. objects, "designation_1"], await IndexesOf("LSST_alerts_aux"));
        AssertSame(["_id_", "at_-1__id_1", "survey_1", "topic_1_partition_1_offset_1"], await IndexesOf("dead_letters"));

        static void AssertSame(IEnumerable<string> expected, IEnumerable<string> found) => Assert.Equal(expected.Order(), found.Order());
    }

    [Fact]
    public async Task EnsureIndexesAsync_SixProgramsAtOnce_AllSucceed()
    {
        var stores = Enumerable.Range(0, 6).Select(_ => _database.Open()).ToArray();

        await Task.WhenAll(stores.Select(store => Task.Run(() => store.EnsureIndexesAsync([Survey.Ztf], null, Token))));

        Assert.Contains("objectId_1", (await (await _database.Alerts.Indexes.ListAsync(Token)).ToListAsync(Token)).Select(index => index["name"].AsString));
    }

    [Theory]
    [InlineData("{ objectId: -1 }", "objectId_1", null)]
    [InlineData("{ objectId: 1 }", "mine", "{ x: { $exists: true } }")]
    public async Task WriteAsync_IndexOfOtherKeysOrOptions_NamesItAndTheRemedy(string keys, string name, string? partial)
    {
        var options = new CreateIndexOptions<BsonDocument> { Name = name };
        if (partial is not null)
            options.PartialFilterExpression = BsonDocument.Parse(partial);
        await _database.Alerts.Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>(BsonDocument.Parse(keys), options), null, Token);
        var store = _database.Open();

        var error = await Assert.ThrowsAsync<PermanentFaultException>(async () => await store.WriteAsync(Batch(StoreDocuments.Alert(1)), Token));
        Assert.Contains($"db.ZTF_alerts.dropIndex(\"{name}\")", error.Message, StringComparison.Ordinal);
        await _database.Alerts.Indexes.DropOneAsync(name, Token);
        Assert.Empty(await store.WriteAsync(Batch(StoreDocuments.Alert(1)), Token));
    }

    [Fact]
    public async Task WriteEnrichmentsAsync_StampTakenAway_IsRefused()
    {
        var store = _database.Open();
        await store.WriteAsync(Batch(StoreDocuments.Alert(1)), Token);
        var set = new BsonDocument("boom", new BsonDocument("ingest", 1));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.WriteEnrichmentsAsync(Survey.Ztf, [new(1, set.ToBson())], Token));
    }

    [Fact]
    public async Task Plays_BeginAndAdvance_FollowOneAnotherPerTopic()
    {
        var store = _database.Open();
        var first = await store.BeginPlayAsync("a", 4, "simulation 1", Token);
        await store.AdvancePlayAsync(first.Id, 60, finished: true, Token);
        var second = await store.BeginPlayAsync("a", 4, "simulation 2", Token);
        var other = await store.BeginPlayAsync("b", 2, "files", Token);

        Assert.Equal(60, second.FirstSequence);
        Assert.Equal([first with { Published = 60, Finished = true }, second, other], await store.ReadPlaysAsync(Token));
        await store.NotePacketsAsync(second.Id, new NotedPackets(0, [UInt128.MaxValue, 2]), Token);
        await store.NotePacketsAsync(second.Id, new NotedPackets(2, [3]), Token);
        Assert.Equal([UInt128.MaxValue, 2, 3], (await store.ReadPacketsAsync(second.Id, Token)).SelectMany(block => block.Hashes));
        Assert.Empty(await store.ReadPacketsAsync(first.Id, Token));
        await Assert.ThrowsAsync<PermanentFaultException>(async () => await store.BeginPlayAsync("a", 5, "x", Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.AdvancePlayAsync(99, 1, false, Token));
    }

    [Fact]
    public async Task Cutouts_InAFolder_AreReadFromThere()
    {
        using var folder = new TemporaryFolder();
        var cutouts = new CutoutOptions { Store = CutoutOptions.InFolder, Folder = folder.Path };
        var store = _database.Open(new MongoStoreOptions { ConnectionString = _database.ConnectionString, Cutouts = cutouts });
        var alert = StoreDocuments.Alert(1);
        await store.WriteAsync(Batch(alert), Token);
        Assert.Equal(alert.CutoutsDocument.ToArray(), await store.ReadCutoutsAsync(Survey.Ztf, 1, Token));
        Assert.Equal(1, (await store.CountAsync(Survey.Ztf, Token)).Cutouts);
        Assert.DoesNotContain("ZTF_alerts_cutouts", await (await _database.Direct.ListCollectionNamesAsync(null, Token)).ToListAsync(Token));
    }

    async Task<List<string>> IndexesOf(string collection)
    {
        using var cursor = await _database.Direct.GetCollection<BsonDocument>(collection).Indexes.ListAsync(Token);
        return (await cursor.ToListAsync(Token)).ConvertAll(index => index["name"].AsString);
    }
}
