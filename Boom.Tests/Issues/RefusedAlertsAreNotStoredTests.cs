using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Mongo;
using Boom.Tests.Contracts;
using Boom.Tests.Storage.Mongo;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>Somebody's unique index keeps documents out: what is not there does not count as there, and the rest of the batch goes on.</summary>
[Collection(MongoTests.Name)]
public sealed class RefusedAlertsAreNotStoredTests(MongoTestServer server) : IDisposable
{
    readonly MongoDatabase _database = server.Require();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _database.Dispose();

    static AlertBatch Batch(params AlertWrite[] alerts)
        => new(Survey.Ztf, alerts, [.. alerts.Select(alert => new LedgerEntry(alert.Origin, PacketOutcome.Stored))], []);

    async Task ForbidTwoOfAsync(string collection, string field, bool sparse = false)
    {
        var options = new CreateIndexOptions { Name = "mine", Unique = true, Sparse = sparse };
        await _database.Direct.GetCollection<BsonDocument>(collection).Indexes.CreateOneAsync(
            new CreateIndexModel<BsonDocument>(new BsonDocument(field, -1), options), null, Token);
    }

    static AlertWrite[] TwoAlike() => [StoreDocuments.Alert(1, "ZTF26aaaaaaa"), StoreDocuments.Alert(2, "ZTF26bbbbbbb", jd: 2461003.5, position: new(20, 30))];

    static async Task AssertSecondFailsAsync(MongoStore store, params AlertWrite[] alerts)
    {
        var failure = Assert.Single(await store.WriteAsync(Batch(alerts), Token));

        Assert.Contains(failure.Candid, (long[])[1, 2]);
        Assert.Contains("code 11000", failure.Detail, StringComparison.Ordinal);
        var there = Assert.Single(await store.FindAlertsAsync(Survey.Ztf, [1, 2], Token)).Key;
        Assert.NotEqual(failure.Candid, there);
        var ledger = Assert.Single(await store.ReadLedgerAsync(null, Token));
        Assert.Equal([new LedgerRange(there, there, PacketOutcome.Stored)], ledger.Ranges);
    }

    [Fact]
    public async Task WriteAsync_AlertKeptOutByAnotherIndex_IsAFailureWithItsReason()
    {
        await ForbidTwoOfAsync("ZTF_alerts", "candidate.magpsf");
        await AssertSecondFailsAsync(_database.Open(), TwoAlike());
    }

    [Fact]
    public async Task WriteAsync_CutoutsKeptOutByAnotherIndex_IsAFailureOfTheAlert()
    {
        await ForbidTwoOfAsync("ZTF_alerts_cutouts", "cutoutTemplate");
        await AssertSecondFailsAsync(_database.Open(), TwoAlike());
    }

    [Fact]
    public async Task WriteAsync_NewObjectKeptOutByAnotherIndex_IsAFailureOfItsAlerts()
    {
        await ForbidTwoOfAsync("ZTF_alerts_aux", "created_at");
        await AssertSecondFailsAsync(_database.Open(), TwoAlike());
    }

    [Fact]
    public async Task WriteAsync_ChangeOfAnObjectKeptOutByAnotherIndex_IsAFailureOfItsAlerts()
    {
        var store = _database.Open();
        await store.WriteAsync(Batch(StoreDocuments.Alert(10, "ZTF26aaaaaaa"), StoreDocuments.Alert(11, "ZTF26bbbbbbb", jd: 2461001.5)), Token);
        await ForbidTwoOfAsync("ZTF_alerts_aux", "updated_at");
        AlertWrite[] alike =
        [
            StoreDocuments.Alert(1, "ZTF26aaaaaaa", jd: 2461005.5), StoreDocuments.Alert(2, "ZTF26bbbbbbb", jd: 2461005.5),
        ];

        var failure = Assert.Single(await store.WriteAsync(Batch(alike), Token));

        Assert.Contains("Its object", failure.Detail, StringComparison.Ordinal);
        Assert.Single(await store.FindAlertsAsync(Survey.Ztf, [1, 2], Token));
    }

    [Fact]
    public async Task WriteAsync_SameAlertsAgain_AreDuplicatesAndNoFailures()
    {
        await ForbidTwoOfAsync("ZTF_alerts", "candidate.jd");
        var store = _database.Open();
        Assert.Empty(await store.WriteAsync(Batch(TwoAlike()), Token));
        Assert.Empty(await store.WriteAsync(Batch(TwoAlike()), Token));
        Assert.Equal(2, (await store.FindAlertsAsync(Survey.Ztf, [1, 2], Token)).Count);
    }

    [Fact]
    public async Task WriteEnrichmentsAsync_KeptOutByAnotherIndex_IsAFaultOfTheAlertAndNotSilence()
    {
        var store = _database.Open();
        await store.WriteAsync(Batch(TwoAlike()), Token);
        await ForbidTwoOfAsync("ZTF_alerts", "properties.rock", sparse: true);
        var set = new BsonDocument("properties", new BsonDocument("rock", true)).ToBson();
        var fault = await Assert.ThrowsAsync<InvalidDataException>(async () => await store.WriteEnrichmentsAsync(Survey.Ztf, [new(1, set), new(2, set)], Token));
        Assert.Contains("11000", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RecordAsync_LedgerKeptOutByAnotherIndex_IsPermanentAndNamesIt()
    {
        var store = _database.Open();
        await store.RecordAsync([new(StoreDocuments.Origin(1, 0), PacketOutcome.Stored)], Token);
        await ForbidTwoOfAsync("ledger", "version");
        var fault = await Assert.ThrowsAsync<PermanentFaultException>(
            async () => await store.RecordAsync([new(StoreDocuments.Origin(1, 1), PacketOutcome.Stored)], Token));
        Assert.Contains("partition 1", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddDeadLettersAsync_KeptOutByAnotherIndex_IsPermanentAndNotWaitedFor()
    {
        var store = _database.Open();
        await ForbidTwoOfAsync("dead_letters", "reason");
        var fault = await Assert.ThrowsAsync<PermanentFaultException>(async () => await store.AddDeadLettersAsync([Letter(1), Letter(2)], Token));
        Assert.Contains("unique index", fault.Message, StringComparison.Ordinal);

        static DeadLetter Letter(long offset) => new(
            DeadLetter.IdOf("alert", StoreDocuments.Origin(offset), null), Survey.Ztf, "alert", "avro", "Damaged.", 1, StoreDocuments.Origin(offset), null, null, 1, new byte[] { 1 });
    }
}
