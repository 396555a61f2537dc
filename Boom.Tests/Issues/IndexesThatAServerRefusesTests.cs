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

/// <summary>Servers of MongoDB's protocol that make no compound 2dsphere index, or take long to make any.</summary>
[Collection(MongoTests.Name)]
public sealed class IndexesThatAServerRefusesTests(MongoTestServer server) : IDisposable
{
    readonly MongoDatabase _database = server.Require();
    readonly List<string> _told = [];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _database.Dispose();

    MongoStore Open(ScriptedMongo proxy, TimeSpan? replyTimeout = null) => _database.Open(new MongoStoreOptions
    {
        ConnectionString = _database.Through(proxy.Port), Notify = _told.Add, ReplyTimeout = replyTimeout ?? TimeSpan.FromSeconds(60),
    });

    static AlertBatch Batch(long candid)
    {
        var alert = StoreDocuments.Alert(candid);
        return new(Survey.Ztf, [alert], [new(alert.Origin, PacketOutcome.Stored)], []);
    }

    static bool IsCompoundSphere(BsonDocument command) => command.Contains("createIndexes")
        && command["indexes"].AsBsonArray.Any(index => index["key"].AsBsonDocument is { ElementCount: > 1 } keys && keys[0] == "2dsphere");

    async Task<List<string>> NamesAsync(string collection)
        => (await (await _database.Direct.GetCollection<BsonDocument>(collection).Indexes.ListAsync(Token)).ToListAsync(Token)).ConvertAll(index => index["name"].AsString);

    [Theory]
    [InlineData(115, "Compound 2dsphere indexes are not supported")]
    [InlineData(67, "cannot create index")]
    [InlineData(16747, "unsupported")]
    public async Task WriteAsync_CompoundSphereRefused_MakesAPlainOneAndSaysItOnce(int code, string text)
    {
        using var proxy = new ScriptedMongo(command => IsCompoundSphere(command) ? ScriptedAnswer.Error(code, text) : new ScriptedAnswer.PassOn(), _database.Port);

        Assert.Empty(await Open(proxy).WriteAsync(Batch(1), Token));
        Assert.Equal(1, _told.Count(sentence => sentence.Contains("of ZTF_alerts:", StringComparison.Ordinal)));
        Assert.Contains("coordinates.radec_geojson_2dsphere", await NamesAsync("ZTF_alerts"));
        Assert.Contains("coordinates.radec_geojson_2dsphere", await NamesAsync("ZTF_alerts_aux"));
        Assert.Contains("objectId_1", await NamesAsync("ZTF_alerts"));

        // The next start finds it there, and says nothing.
        var told = _told.Count;
        await Open(proxy).EnsureIndexesAsync([Survey.Ztf], null, Token);
        Assert.Equal(told, _told.Count);
    }

    [Fact]
    public async Task EnsureIndexesAsync_EveryIndexRefused_IsPermanent()
    {
        using var proxy = new ScriptedMongo(
            command => command.Contains("createIndexes") ? ScriptedAnswer.Error(67, "no") : new ScriptedAnswer.PassOn(), _database.Port);
        await Assert.ThrowsAsync<PermanentFaultException>(() => Open(proxy).EnsureIndexesAsync([Survey.Ztf], null, Token));
    }

    [Fact]
    public async Task EnsureIndexesAsync_BuildingTakesLong_HasNoTimeLimitAndTellsHowFarItIs()
    {
        var built = new TaskCompletionSource();
        using var proxy = new ScriptedMongo(
            command => command.Contains("currentOp") ? ScriptedMongo.Ok(new BsonElement("inprog", new BsonArray
                {
                    new BsonDocument { { "ns", "x.ZTF_alerts" }, { "progress", new BsonDocument { { "done", 30 }, { "total", 120 } } } },
                }))
                : command.Contains("createIndexes") && command["createIndexes"] == "ZTF_alerts" ? new ScriptedAnswer.PassOn(built.Task)
                : new ScriptedAnswer.PassOn(),
            _database.Port);
        var store = Open(proxy, TimeSpan.FromSeconds(1));
        var told = new List<IndexProgress>();

        var making = store.EnsureIndexesAsync(
            [Survey.Ztf],
            progress =>
            {
                lock (told)
                    told.Add(progress);
                if (progress.Share is not null)
                    built.TrySetResult();
            },
            Token);

        // A stage meanwhile waits as for a server that is away.
        var waits = await Assert.ThrowsAsync<TransientFaultException>(async () => await store.WriteAsync(Batch(1), Token));
        Assert.Contains("builds indexes of ZTF_alerts", waits.Message, StringComparison.Ordinal);
        await making;
        Assert.Contains(told, progress => progress is { Collection: "ZTF_alerts", Share: 0.25 } && progress.Elapsed > TimeSpan.FromSeconds(1));
        Assert.Empty(await store.WriteAsync(Batch(1), Token));
    }
}
