using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Mongo;
using Boom.Tests.Contracts;
using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.Core.Events;
using Xunit;

namespace Boom.Tests.Storage.Mongo;

/// <summary>The store contract, held by the MongoDB store.</summary>
[Collection(MongoTests.Name)]
public sealed class MongoAlertStoreTests(MongoTestServer server) : AlertStoreContract, IAsyncLifetime
{
    MongoDatabase? _database;
    MongoStore? _store;
    MongoClient? _client;
    string? _broken;
    long _written, _read;
    bool _dies;

    protected override IAlertStore Store => _store!;

    protected override IAlertReader Reader => _store!;

    public ValueTask InitializeAsync()
    {
        _database = server.Require();
        var options = new MongoStoreOptions { ConnectionString = _database.ConnectionString, MaxHeadBytes = MaxHeadBytes };
        var settings = options.ToClientSettings();
        settings.ClusterConfigurator = cluster => cluster.Subscribe<CommandStartedEvent>(OnCommand).Subscribe<CommandSucceededEvent>(OnReply);
        _client = new MongoClient(settings);
        _store = MongoStore.Open(options, _client, TimeProvider.System);
        return ValueTask.CompletedTask;
    }

    // Smaller than usual, so that objects have pages.
    const long MaxHeadBytes = 64 << 10;

    protected override IAlertStore OpenAnother()
        => _database!.Open(new MongoStoreOptions { ConnectionString = _database.ConnectionString, MaxHeadBytes = MaxHeadBytes });

    IMongoCollection<BsonDocument> Pages => _database!.Direct.GetCollection<BsonDocument>("ZTF_alerts_aux_pages");

    protected override (BsonDocument Head, BsonDocument[] Pages) ReadStored(string objectId) => (
        _database!.Objects.Find(new BsonDocument("_id", objectId)).Single(), [.. Pages.Find(new BsonDocument("objectId", objectId)).ToEnumerable()]);

    // A page, the point, and the list of pages.
    protected override long LargestAppend(int points) => points <= 1000 ? 40_000 : 60_000;

    [Fact]
    public async Task Growth_HeadsOfTheUsualSize_AnAlertWritesItsOwnPoint()
    {
        var options = new MongoStoreOptions { ConnectionString = _database!.ConnectionString };
        using var store = MongoStore.Open(options, _client!, TimeProvider.System);
        await store.WriteAsync(Batch(History(1, 1000)), TestContext.Current.CancellationToken);
        Assert.Empty(ReadStored("ZTF26aaaaaaa").Pages);

        var (written, read) = await MeasureAsync(async () => await store.WriteAsync(Batch(History(2, 1001)), TestContext.Current.CancellationToken));
        TestContext.Current.TestOutputHelper!.WriteLine($"written {written}, read {read}");
        Assert.InRange(written, 1, 4_000);
        Assert.InRange(read, 1, 70_000);

        // Points that come late are sorted in.
        (written, _) = await MeasureAsync(async () => await store.WriteAsync(
            Batch(StoreDocuments.Alert(3, arrays: [StoreDocuments.ArrayOf("prv_candidates", [StoreDocuments.Point(TimeOf(500) + 0.1, 7)])])), TestContext.Current.CancellationToken));
        Assert.InRange(written, 1, 4_000);
        double[] expected = [.. Enumerable.Range(0, 501).Select(TimeOf), TimeOf(500) + 0.1, .. Enumerable.Range(501, 500).Select(TimeOf)];
        Assert.Equal(expected, StoreDocuments.Jds(await ReadObject(), "prv_candidates"));
    }

    [Fact]
    public async Task Growth_OverTheUsualSize_OldestGoToPagesAndNoOthersAreRead()
    {
        var options = new MongoStoreOptions { ConnectionString = _database!.ConnectionString };
        using var store = MongoStore.Open(options, _client!, TimeProvider.System);
        await store.WriteAsync(Batch(History(1, 1900)), TestContext.Current.CancellationToken);
        await store.WriteAsync(Batch(History(2, 2200, first: 1900)), TestContext.Current.CancellationToken);
        var (largest, read, before) = (0L, 0L, Overstated());
        for (var i = 1; i <= 40; i++)
        {
            var bytes = await MeasureAsync(async () => await store.WriteAsync(Batch(History(2 + i, 2200 + i)), TestContext.Current.CancellationToken));
            (largest, read) = (Math.Max(largest, bytes.Written), Math.Max(read, bytes.Read));
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"written {largest}, read {read}, largest of 40");
        Assert.InRange(largest, 25_000, 40_000);
        Assert.InRange(read, 70_000, 150_000);
        var (head, pages) = ReadStored("ZTF26aaaaaaa");
        Assert.InRange(head.ToBson().Length, 4_100_000, 4_300_000);
        Assert.InRange(Overstated() - before, -1000, 1000);
        Assert.InRange(before, 0, 15_000);
        Assert.InRange(pages.Length, 3, 6);
        Assert.Equal(Enumerable.Range(0, 2240).Select(TimeOf), StoreDocuments.Jds(await ReadObject(), "prv_candidates"));

        // How much larger the head says that it is: 10 bytes an element are more than it takes.
        long Overstated()
        {
            var stored = ReadStored("ZTF26aaaaaaa").Head;
            return stored["boom"]["bytes"].ToInt64() - stored.ToBson().Length;
        }
    }

    protected override void RemovePages() => Pages.DeleteMany(new BsonDocument());

    protected override async Task<(long Written, long Read)> MeasureAsync(Func<Task> call)
    {
        (_written, _read) = (0, 0);
        await call();
        return (_written, _read);
    }

    void OnReply(CommandSucceededEvent done)
    {
        if (done.CommandName is "find" or "getMore" && done.Reply["cursor"]["ns"].AsString.Contains("_alerts_aux", StringComparison.Ordinal))
            Interlocked.Add(ref _read, done.Reply.ToBson().Length);
    }

    [Fact]
    public async Task Pages_FirstOne_MakesTheStoreOneThatOlderProgramsLeaveAlone()
    {
        var format = _database!.Direct.GetCollection<BsonDocument>("boom");
        await Store.WriteAsync(Batch(StoreDocuments.Alert(1)), TestContext.Current.CancellationToken);
        Assert.Equal(2, (await format.Find(new BsonDocument("_id", "format")).SingleAsync(TestContext.Current.CancellationToken))["readable_from"].AsInt32);
        await Store.WriteAsync(Batch(History(2, 100)), TestContext.Current.CancellationToken);
        Assert.Equal(4, (await format.Find(new BsonDocument("_id", "format")).SingleAsync(TestContext.Current.CancellationToken))["readable_from"].AsInt32);
    }

    [Fact]
    public async Task Pages_WriterDiesBehindThem_TheRepeatHasAllPointsOnce()
    {
        await Store.WriteAsync(Batch(History(1, 20)), TestContext.Current.CancellationToken);
        _dies = true;
        await Assert.ThrowsAnyAsync<Exception>(async () => await Store.WriteAsync(Batch(History(2, 100)), TestContext.Current.CancellationToken));
        var (head, orphans) = ReadStored("ZTF26aaaaaaa");
        Assert.False(head["boom"].AsBsonDocument.Contains("pages"));
        Assert.NotEmpty(orphans);
        Assert.Equal(20, (await ReadObject())["prv_candidates"].AsBsonArray.Count);

        _dies = false;
        await Store.WriteAsync(Batch(History(2, 100)), TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, 100).Select(TimeOf), StoreDocuments.Jds(await ReadObject(), "prv_candidates"));
    }

    [Fact]
    public async Task Merge_ObjectOfAProgramThatKnewOfNoPages_GoesOn()
    {
        await Store.WriteAsync(Batch(History(1, 20)), TestContext.Current.CancellationToken);
        var (head, _) = ReadStored("ZTF26aaaaaaa");
        head.Remove("boom");
        ReplaceObject("ZTF26aaaaaaa", head);

        await Store.WriteAsync(Batch(History(2, 25)), TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, 25).Select(TimeOf), StoreDocuments.Jds(await ReadObject(), "prv_candidates"));
        Assert.InRange(ReadStored("ZTF26aaaaaaa").Head["boom"]["bytes"].ToInt64(), 50_000, 60_000);
    }

    [Fact]
    public async Task Merge_ElementsThatAreNoPoints_AreRepaired()
    {
        await Store.WriteAsync(Batch(History(1, 3)), TestContext.Current.CancellationToken);
        var (head, _) = ReadStored("ZTF26aaaaaaa");
        head["prv_candidates"].AsBsonArray.Insert(1, 7);
        ReplaceObject("ZTF26aaaaaaa", head);

        await Store.WriteAsync(Batch(History(2, 4)), TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, 4).Select(TimeOf), StoreDocuments.Jds(await ReadObject(), "prv_candidates"));
    }

    protected override void ReplaceObject(string objectId, BsonDocument document)
        => _database!.Objects.ReplaceOne(new BsonDocument("_id", objectId), document);

    protected override void BreakLookUps(Survey survey) => _broken = survey.ToUpperName() + "_alerts_aux";

    protected override void MendLookUps(Survey survey) => _broken = null;

    void OnCommand(CommandStartedEvent started)
    {
        if (started.CommandName is "insert" or "update" && started.Command[started.CommandName].AsString.Contains("_alerts_aux", StringComparison.Ordinal))
            Interlocked.Add(ref _written, started.Command.ToBson().Length);
        if (_dies && started.CommandName == "update" && started.Command["update"] == "ZTF_alerts_aux")
            throw new IOException("The worker has died.");
        if (_broken is not null && started.CommandName == "find" && started.Command["find"] == _broken && started.Command["filter"].AsBsonDocument.Contains("$or"))
            throw new IOException("The look-up is broken.");
    }

    [Fact]
    public async Task FindPauseAsync_OrderWasPutThereByHand_Holds()
    {
        using var client = new MongoClient(_database!.ConnectionString);
        var orders = client.GetDatabase(new MongoUrl(_database.ConnectionString).DatabaseName).GetCollection<BsonDocument>("boom");
        await orders.InsertOneAsync(new BsonDocument { { "_id", "intake_ZTF" }, { "reason", 7 } }, null, TestContext.Current.CancellationToken);

        Assert.Equal(new IntakePause("", 0), await Store.FindPauseAsync(Survey.Ztf, TestContext.Current.CancellationToken));
    }

    public ValueTask DisposeAsync()
    {
        _store?.Dispose();
        _client?.Dispose();
        _database?.Dispose();
        return ValueTask.CompletedTask;
    }
}
