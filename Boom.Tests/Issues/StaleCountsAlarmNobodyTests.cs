using Boom.Core.Plays;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Embedded.Accounts;
using Boom.Storage.Mongo;
using Boom.Tests.Contracts;
using Boom.Tests.Storage.Mongo;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>A server that has crashed gives counts that are off until it is told to validate: an audit counts before it alarms.</summary>
[Collection(MongoTests.Name)]
public sealed class StaleCountsAlarmNobodyTests(MongoTestServer server) : IDisposable
{
    readonly MongoDatabase _database = server.Require();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FindAsync_MetadataSaysLess_CountsFirst(bool isOneGone)
    {
        using var proxy = new ScriptedMongo(
            command => command.Contains("count") ? ScriptedMongo.Ok(new BsonElement("n", 1)) : new ScriptedAnswer.PassOn(), _database.Port);
        var store = _database.Open(new MongoStoreOptions { ConnectionString = _database.Through(proxy.Port) });
        var alerts = Enumerable.Range(0, 3).Select(i => StoreDocuments.Alert(i, $"ZTF26aaaaaa{i}")).ToArray();
        await store.WriteAsync(new(Survey.Ztf, alerts, [.. alerts.Select(alert => new LedgerEntry(alert.Origin, PacketOutcome.Stored))], []), Token);
        if (isOneGone)
            await _database.Alerts.DeleteOneAsync(new BsonDocument("_id", 1L), Token);
        var account = TotalAccount.Compute(
            [new PublishedRange(StoreDocuments.Topic, 0, 0, 3, 3)], await store.ReadLedgerAsync(null, Token), new Dictionary<string, long>());

        var findings = await AuditFindings.FindAsync(store, store, account, Token);

        Assert.Equal(1, (await store.CountAsync(Survey.Ztf, Token)).Alerts);
        if (isOneGone)
            Assert.Contains("has only 2", Assert.Single(findings), StringComparison.Ordinal);
        else
            Assert.Empty(findings);
    }
}
