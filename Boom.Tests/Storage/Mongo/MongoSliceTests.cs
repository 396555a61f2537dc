using System.Collections.Concurrent;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Mongo;
using Boom.Tests.Contracts;
using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.Core.Events;
using Xunit;

namespace Boom.Tests.Storage.Mongo;

/// <summary>Batches with more bytes of objects than one write holds.</summary>
[Collection(MongoTests.Name)]
public sealed class MongoSliceTests : IDisposable
{
    const int SliceBytes = 1 << 20;
    const int Objects = 16;

    /// <summary>Of 2 kB each.</summary>
    const int Points = 150;

    readonly MongoDatabase _database;
    readonly MongoStore _store;
    readonly MongoClient _client;
    readonly ConcurrentQueue<(string Command, string Collection, int Documents, int Bytes)> _writes = new();
    int _alertWritesBeforeTheEnd = int.MaxValue;

    public MongoSliceTests(MongoTestServer server)
    {
        _database = server.Require();
        var options = new MongoStoreOptions { ConnectionString = _database.ConnectionString, MaxSliceBytes = SliceBytes };
        var settings = options.ToClientSettings();
        settings.ClusterConfigurator = cluster => cluster.Subscribe<CommandStartedEvent>(OnCommand);
        _client = new MongoClient(settings);
        _store = MongoStore.Open(options, _client, TimeProvider.System);
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _client.Dispose();
        _database.Dispose();
    }

    [Fact]
    public async Task WriteAsync_LargeObjects_EachSliceIsWrittenToTheEndBeforeTheNext()
    {
        Assert.Empty(await _store.WriteAsync(Batch(0), Token));

        var slices = Slices();
        Assert.InRange(slices.Count, 4, Objects);
        foreach (var (collection, documents, bytes) in slices.SelectMany(slice => slice))
        {
            Assert.True(bytes < SliceBytes + (2 * Points * 2100), $"{bytes} bytes to {collection}");
            Assert.InRange(documents, 1, Objects / 2);
        }

        Assert.Equal(Objects, slices.Sum(slice => slice.Where(write => write.Collection == "ZTF_alerts").Sum(write => write.Documents)));
        await AssertAllThereAsync(1, 1);
    }

    [Fact]
    public async Task WriteAsync_EndsBetweenSlices_TheRepeatStoresEachOnceAndTheAccountHolds()
    {
        _alertWritesBeforeTheEnd = 2;
        await Assert.ThrowsAnyAsync<Exception>(async () => await _store.WriteAsync(Batch(0), Token));
        var stored = await _database.Alerts.CountDocumentsAsync(new BsonDocument(), null, Token);
        Assert.InRange(stored, 1, Objects - 1);
        Assert.Empty(await _store.ReadLedgerAsync(null, Token));
        _alertWritesBeforeTheEnd = int.MaxValue;

        Assert.Empty(await _store.WriteAsync(Batch(0), Token));

        // Only the objects of the slice that ended before its alerts are merged once more.
        Assert.InRange(await _database.Objects.CountDocumentsAsync(new BsonDocument("version", 1), null, Token), 1, Objects - stored - 1);
        await AssertAllThereAsync(1, 1);
    }

    [Fact]
    public async Task WriteAsync_ObjectsThatAreReadWhole_AreReadSliceBySlice()
    {
        await _store.WriteAsync(Batch(0), Token);
        await _database.Objects.UpdateManyAsync(new BsonDocument(), new BsonDocument("$unset", new BsonDocument("boom", 1)), null, Token);
        _writes.Clear();

        Assert.Empty(await _store.WriteAsync(Batch(1), Token));

        Assert.InRange(Slices().Count, 4, Objects);
        await AssertAllThereAsync(2, 2);
    }

    /// <summary>What was written to objects and alerts: the writes up to those of alerts, again and again.</summary>
    List<List<(string Collection, int Documents, int Bytes)>> Slices()
    {
        var slices = new List<List<(string, int, int)>> { new() };
        foreach (var (_, collection, documents, bytes) in _writes)
        {
            slices[^1].Add((collection, documents, bytes));
            if (collection == "ZTF_alerts")
                slices.Add([]);
        }

        Assert.Empty(slices[^1]);
        slices.RemoveAt(slices.Count - 1);
        foreach (var slice in slices)
            Assert.Equal(["ZTF_alerts_aux", "ZTF_alerts"], slice.Select(write => write.Item1));
        return slices;
    }

    async Task AssertAllThereAsync(int alertsPerObject, int batches)
    {
        var ids = Enumerable.Range(0, Objects).Select(NameOf).ToArray();
        var objects = await _store.ReadObjectsAsync(Survey.Ztf, ids, Token);
        foreach (var id in ids)
        {
            var jds = StoreDocuments.Jds(StoreDocuments.Parse(objects[id]), "prv_candidates");
            Assert.Equal(Enumerable.Range(0, Points + alertsPerObject - 1).Select(TimeOf), jds);
        }

        Assert.Equal(Objects * batches, await _database.Alerts.CountDocumentsAsync(new BsonDocument(), null, Token));
        var ledger = Assert.Single(await _store.ReadLedgerAsync(null, Token));
        Assert.Equal([new LedgerRange(0, (Objects * batches) - 1, PacketOutcome.Stored)], ledger.Ranges);
    }

    static string NameOf(int i) => FormattableString.Invariant($"ZTF26aaaaa{i:00}");

    static double TimeOf(int i) => 2460000.5 + (i * 1.25);

    /// <summary>An alert of each object, each with a history that is one point longer than that of the batch before.</summary>
    static AlertBatch Batch(int number)
    {
        var points = Enumerable.Range(0, Points + number).Select(i => StoreDocuments.Point(TimeOf(i), i, text: new string('x', 1940))).ToArray();
        AlertWrite[] alerts = [.. Enumerable.Range(0, Objects).Select(i => StoreDocuments.Alert(
            (number * Objects) + i, NameOf(i), jd: TimeOf(Points + number - 1), arrays: [StoreDocuments.ArrayOf("prv_candidates", points)]))];
        return new(Survey.Ztf, alerts, [.. alerts.Select(alert => new LedgerEntry(alert.Origin, PacketOutcome.Stored))], []);
    }

    void OnCommand(CommandStartedEvent started)
    {
        if (started.CommandName is not ("insert" or "update"))
            return;
        var collection = started.Command[started.CommandName].AsString;
        if (collection is not ("ZTF_alerts" or "ZTF_alerts_aux"))
            return;
        if (collection == "ZTF_alerts" && --_alertWritesBeforeTheEnd < 0)
            throw new IOException("The worker has died.");
        var documents = started.Command[started.CommandName == "insert" ? "documents" : "updates"].AsBsonArray.Count;
        _writes.Enqueue((started.CommandName, collection, documents, started.Command.ToBson().Length));
    }
}
