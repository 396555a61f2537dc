using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Mongo;
using Boom.Tests.Contracts;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Boom.Tests.Storage.Mongo;

/// <summary>What the ledger is based on is what the majority of the servers has.</summary>
[Collection(MongoTests.Name)]
public sealed class DurableReadTests(MongoTestServer server) : IDisposable
{
    readonly MongoDatabase _database = server.Require();
    readonly List<string> _told = [];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _database.Dispose();

    MongoStore Open(ScriptedMongo proxy) => _database.Open(new MongoStoreOptions { ConnectionString = _database.Through(proxy.Port), Notify = _told.Add });

    static AlertBatch Batch(long candid)
    {
        var alert = StoreDocuments.Alert(candid);
        return new(Survey.Ztf, [alert], [new(alert.Origin, PacketOutcome.Stored)], []);
    }

    static bool AsksForMajority(BsonDocument command) => command.GetValue("readConcern", BsonNull.Value) is BsonDocument concern && concern.GetValue("level", "") == "majority";

    [Fact]
    public async Task Reads_OfAlertsAndLedger_AskForTheMajority()
    {
        using var proxy = new ScriptedMongo(_ => new ScriptedAnswer.PassOn(), _database.Port);
        var store = Open(proxy);
        await store.WriteAsync(Batch(1), Token);
        await store.FindAlertsAsync(Survey.Ztf, [1], Token);
        await store.ReadLedgerAsync(null, Token);

        var finds = proxy.Commands.Where(command => command.Contains("find")).ToLookup(command => command["find"].AsString);
        Assert.Equal(2, finds["ZTF_alerts"].Count());
        Assert.All(finds["ZTF_alerts"], find => Assert.True(AsksForMajority(find)));
        Assert.True(AsksForMajority(finds["ledger"].Last()));
        Assert.Empty(_told);
    }

    [Theory]
    [InlineData(148)]
    [InlineData(123)]
    [InlineData(72)]
    [InlineData(115)]
    public async Task Reads_ServerWithoutMajority_AnswersWhatItHasAndSaysItOnce(int code)
    {
        var asked = new List<string>();
        using var proxy = new ScriptedMongo(
            command =>
            {
                if (!AsksForMajority(command))
                    return new ScriptedAnswer.PassOn();
                lock (asked)
                    asked.Add(command["find"].AsString);
                return ScriptedAnswer.Error(code, "read concern is not supported");
            },
            _database.Port);
        var store = Open(proxy);

        Assert.Empty(await store.WriteAsync(Batch(1), Token));
        Assert.Single(await store.FindAlertsAsync(Survey.Ztf, [1], Token));
        Assert.Single(await store.ReadLedgerAsync(null, Token));

        Assert.Equal(["ZTF_alerts"], asked);
        Assert.Single(_told, sentence => sentence.Contains("read concern 'majority'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WriteAsync_AlertThatTheMajorityDoesNotHaveYet_IsNeitherStoredNorRefused()
    {
        await _database.Open().WriteAsync(Batch(1), Token);
        await _database.Direct.GetCollection<BsonDocument>("ledger").DeleteManyAsync(new BsonDocument(), Token);
        var isHidden = true;
        using var proxy = new ScriptedMongo(
            command => Volatile.Read(ref isHidden) && AsksForMajority(command)
                ? ScriptedMongo.Ok(new BsonElement("cursor", new BsonDocument { { "id", 0L }, { "ns", "x.y" }, { "firstBatch", new BsonArray() } }))
                : new ScriptedAnswer.PassOn(),
            _database.Port);
        var store = Open(proxy);

        await Assert.ThrowsAsync<TransientFaultException>(async () => await store.WriteAsync(Batch(1), Token));
        Assert.Empty(await _database.Open().ReadLedgerAsync(null, Token));

        Volatile.Write(ref isHidden, false);
        Assert.Empty(await store.WriteAsync(Batch(1), Token));
        Assert.Single(await store.ReadLedgerAsync(null, Token));
    }
}
