using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Mongo;
using Boom.Tests.Contracts;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Boom.Tests.Storage.Mongo;

/// <summary>Stores of the version before, of this one and of later ones.</summary>
[Collection(MongoTests.Name)]
public sealed class StoreFormatTests(MongoTestServer server) : IDisposable
{
    readonly MongoDatabase _database = server.Require();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    IMongoCollection<BsonDocument> Formats => _database.Direct.GetCollection<BsonDocument>("boom");

    IMongoCollection<BsonDocument> Ledger => _database.Direct.GetCollection<BsonDocument>("ledger");

    public void Dispose() => _database.Dispose();

    static AlertBatch Batch(params AlertWrite[] alerts)
        => new(Survey.Ztf, alerts, [.. alerts.Select(alert => new LedgerEntry(alert.Origin, PacketOutcome.Stored))], []);

    Task<BsonDocument> FormatAsync() => Formats.Find(new BsonDocument("_id", "format")).SingleAsync(Token);

    /// <summary>A ledger as the version before writes it.</summary>
    Task WriteLedgerOfVersion2Async() => Ledger.InsertOneAsync(
        new BsonDocument
        {
            { "_id", StoreDocuments.Topic + "/0" }, { "topic", StoreDocuments.Topic }, { "partition", 0 }, { "version", 4 },
            { "ranges", new BsonArray { new BsonDocument { { "first", 0L }, { "last", 9L }, { "outcome", "stored" } } } },
        },
        null,
        Token);

    [Fact]
    public async Task Prepare_EmptyStore_IsMarkedAndCopiesNothing()
    {
        await _database.Open().EnsureIndexesAsync([Survey.Ztf], null, Token);

        var format = await FormatAsync();
        Assert.Equal((3, 2), (format["version"].AsInt32, format["readable_from"].AsInt32));
        Assert.False(format.Contains("upgraded_from"));
        Assert.DoesNotContain("ledger_v2", await (await _database.Direct.ListCollectionNamesAsync(null, Token)).ToListAsync(Token));
    }

    [Fact]
    public async Task Prepare_StoreOfTheVersionBefore_IsCopiedOnceAndGoesOn()
    {
        await WriteLedgerOfVersion2Async();

        var told = new List<string>();
        var store = _database.Open(new MongoStoreOptions { ConnectionString = _database.ConnectionString, Notify = told.Add });
        await store.RecordAsync([new(StoreDocuments.Origin(10), PacketOutcome.Stored)], Token);

        Assert.Equal([new LedgerRange(0, 10, PacketOutcome.Stored)], Assert.Single(await store.ReadLedgerAsync(null, Token)).Ranges);
        Assert.Equal(2, (await FormatAsync())["upgraded_from"].AsInt32);
        var copy = await _database.Direct.GetCollection<BsonDocument>("ledger_v2").Find(FilterDefinition<BsonDocument>.Empty).SingleAsync(Token);
        Assert.Equal(9, copy["ranges"][0]["last"].AsInt64);
        Assert.Contains("ledger_v2", Assert.Single(told), StringComparison.Ordinal);

        await _database.Open().EnsureIndexesAsync([], null, Token);
        Assert.Equal(1, await _database.Direct.GetCollection<BsonDocument>("ledger_v2").CountDocumentsAsync(FilterDefinition<BsonDocument>.Empty, null, Token));
    }

    [Fact]
    public async Task Prepare_EndedBeforeTheMark_BeginsAgainAndKeepsTheFirstCopy()
    {
        await WriteLedgerOfVersion2Async();
        await _database.Open().EnsureIndexesAsync([], null, Token);
        await Formats.DeleteManyAsync(FilterDefinition<BsonDocument>.Empty, Token);
        await _database.Open().RecordAsync([new(StoreDocuments.Origin(10), PacketOutcome.Stored)], Token);

        var copy = await _database.Direct.GetCollection<BsonDocument>("ledger_v2").Find(FilterDefinition<BsonDocument>.Empty).SingleAsync(Token);
        Assert.Equal(9, copy["ranges"][0]["last"].AsInt64);
        Assert.Equal(3, (await FormatAsync())["version"].AsInt32);
    }

    [Fact]
    public async Task EveryFirstCall_StoreOfALaterFormat_IsRefusedWithASentence()
    {
        await Formats.InsertOneAsync(new BsonDocument { { "_id", "format" }, { "version", 6 }, { "readable_from", 5 } }, null, Token);
        Func<MongoStore, Task>[] calls =
        [
            store => store.EnsureIndexesAsync([Survey.Ztf], null, Token),
            async store => await store.WriteAsync(Batch(StoreDocuments.Alert(1)), Token),
            async store => await store.FindAlertsAsync(Survey.Ztf, [1], Token),
            async store => await store.ReadLedgerAsync(null, Token),
            async store => await store.RecordAsync([new(StoreDocuments.Origin(1), PacketOutcome.Stored)], Token),
            async store => await store.CountAsync(Survey.Ztf, Token),
            async store => await store.ReadObjectsAsync(Survey.Ztf, ["ZTF26aaaaaaa"], Token),
            async store => await store.ListDeadLettersAsync(1, Token),
        ];
        foreach (var call in calls)
        {
            var fault = await Assert.ThrowsAsync<PermanentFaultException>(() => call(_database.Open()));
            Assert.Contains("format 6", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Prepare_StoreOfALaterFormatThatThisProgramReads_IsLeftAsItIs()
    {
        await Formats.InsertOneAsync(new BsonDocument { { "_id", "format" }, { "version", 4 }, { "readable_from", 3 } }, null, Token);
        var store = _database.Open();
        Assert.Empty(await store.WriteAsync(Batch(StoreDocuments.Alert(1)), Token));
        Assert.Equal(4, (await FormatAsync())["version"].AsInt32);
    }

    [Fact]
    public async Task UpgradeAlerts_EndedInBetween_GoesOnFromThereAndChangesEachOnce()
    {
        const int Alerts = 2_500;
        await _database.Alerts.InsertManyAsync(
            Enumerable.Range(0, Alerts).Select(i => i % 5 == 0
                ? new BsonDocument("_id", (long)i)
                : new BsonDocument { { "_id", (long)i }, { "properties", new BsonDocument { { "rock", i % 2 == 0 } } } }),
            null,
            Token);
        var calls = 0;
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _database.Open().UpgradeAlertsAsync(Survey.Ztf, Complete, (_, _) => stop.Cancel(), stop.Token));
        Assert.InRange(calls, 1, 1_000);
        await _database.Open().UpgradeAlertsAsync(Survey.Ztf, Complete, null, Token);

        Assert.Equal(Alerts * 4 / 5, calls);
        Assert.Equal(Alerts * 4 / 5, await _database.Alerts.CountDocumentsAsync(new BsonDocument("properties.star", new BsonDocument("$type", 10)), null, Token));

        // Once done it looks at all of them again, and finds nothing to do.
        Assert.Equal(0, await _database.Open().UpgradeAlertsAsync(Survey.Ztf, Complete, null, Token));
        Assert.Equal(2 * Alerts * 4 / 5, calls);

        byte[]? Complete(Survey survey, ReadOnlySpan<byte> properties)
        {
            calls++;
            var document = StoreDocuments.Parse(properties.ToArray());
            return document.Contains("star") ? null : document.Add("star", BsonNull.Value).ToBson();
        }
    }

    [Fact]
    public async Task UpgradeAlerts_AlertEnrichedAnewMeanwhile_IsLeftAsItIs()
    {
        await _database.Alerts.InsertOneAsync(new BsonDocument { { "_id", 1L }, { "properties", new BsonDocument("rock", false) } }, null, Token);
        var changed = await _database.Open().UpgradeAlertsAsync(
            Survey.Ztf,
            (_, _) =>
            {
                _database.Alerts.UpdateOne(new BsonDocument("_id", 1L), new BsonDocument("$set", new BsonDocument("properties", new BsonDocument("rock", true))), null, Token);
                return new BsonDocument("rock", 7).ToBson();
            },
            null,
            Token);
        Assert.Equal(0, changed);
        Assert.True((await _database.Alerts.Find(new BsonDocument("_id", 1L)).SingleAsync(Token))["properties"]["rock"].AsBoolean);
    }
}
