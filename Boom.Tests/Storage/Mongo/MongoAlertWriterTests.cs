using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Mongo;
using Boom.Tests.Contracts;
using MongoDB.Driver;
using MongoDB.Driver.Core.Events;
using Xunit;

namespace Boom.Tests.Storage.Mongo;

/// <summary>Alerts that the caller has looked up: they are looked up once, and what another worker stores meanwhile stays as it is.</summary>
[Collection(MongoTests.Name)]
public sealed class MongoAlertWriterTests : IDisposable
{
    readonly MongoDatabase _database;
    readonly MongoStore _store;
    readonly MongoClient _client;
    int _lookUps;
    Action? _beforeObjects;

    public MongoAlertWriterTests(MongoTestServer server)
    {
        _database = server.Require();
        var options = new MongoStoreOptions { ConnectionString = _database.ConnectionString };
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

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task WriteAsync_NewAlerts_AreLookedUpUnlessTheCallerHas(bool isLookedUp, int lookUps)
    {
        await _store.WriteAsync(Batch(Alert(1, 2461000.5, offset: 1)), Token);
        _lookUps = 0;

        await _store.WriteAsync(Batch(Alert(2, 2461001.5, offset: 2), Alert(3, 2461002.5, offset: 3)) with { IsLookedUp = isLookedUp }, Token);

        Assert.Equal(lookUps, _lookUps);
        Assert.Equal([2461000.5, 2461001.5, 2461002.5], await JdsAsync());
    }

    [Fact]
    public async Task WriteAsync_StoredByAnotherSinceTheLookUp_IsLeftAsItIs()
    {
        await _database.Open().WriteAsync(Batch(Alert(1, 2461000.5, offset: 1)), Token);
        var before = await ReadObjectAsync();

        await _store.WriteAsync(Batch(Alert(1, 2461000.5, offset: 2, magpsf: 5)) with { IsLookedUp = true }, Token);

        Assert.Equal(before, await ReadObjectAsync());
        await AssertLedgerAsync(new(1, 1, PacketOutcome.Stored), new(2, 2, PacketOutcome.Duplicate));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WriteAsync_StoredByAnotherWhileItIsWritten_TheObjectGetsNoPointOfTheSecond(bool isLookedUp)
    {
        var other = _database.Open();
        await other.WriteAsync(Batch(Alert(1, 2461000.5, offset: 1)), Token);
        _beforeObjects = () => other.WriteAsync(Batch(Alert(2, 2461001.5, offset: 2)), Token).AsTask().GetAwaiter().GetResult();

        await _store.WriteAsync(Batch(Alert(2, 2461009.5, offset: 3), Alert(3, 2461002.5, offset: 4)) with { IsLookedUp = isLookedUp }, Token);

        Assert.Equal([2461000.5, 2461001.5, 2461002.5], await JdsAsync());
        await AssertLedgerAsync(new(1, 2, PacketOutcome.Stored), new(3, 3, PacketOutcome.Duplicate), new(4, 4, PacketOutcome.Stored));
    }

    void OnCommand(CommandStartedEvent started)
    {
        if (started.CommandName == "find" && started.Command["find"] == "ZTF_alerts")
            Interlocked.Increment(ref _lookUps);
        if (started.CommandName is "update" or "insert" && started.Command[started.CommandName] == "ZTF_alerts_aux")
            Interlocked.Exchange(ref _beforeObjects, null)?.Invoke();
    }

    static AlertWrite Alert(long candid, double jd, long offset, double magpsf = 18) => StoreDocuments.Alert(
        candid, jd: jd, offset: offset, magpsf: magpsf,
        arrays: [StoreDocuments.ArrayOf("prv_candidates", [StoreDocuments.Point(jd, candid, drb: 0.9)]), StoreDocuments.Array("prv_nondetections"), StoreDocuments.Array("fp_hists")]);

    static AlertBatch Batch(params AlertWrite[] alerts)
        => new(Survey.Ztf, alerts, [.. alerts.Select(alert => new LedgerEntry(alert.Origin, PacketOutcome.Stored))], []);

    async Task<byte[]> ReadObjectAsync() => (await _store.ReadObjectsAsync(Survey.Ztf, ["ZTF26aaaaaaa"], Token))["ZTF26aaaaaaa"];

    async Task<IEnumerable<double>> JdsAsync() => StoreDocuments.Jds(StoreDocuments.Parse(await ReadObjectAsync()), "prv_candidates");

    async Task AssertLedgerAsync(params LedgerRange[] ranges) => Assert.Equal(ranges, Assert.Single(await _store.ReadLedgerAsync(null, Token)).Ranges);
}
