using Boom.AlertWorker;
using Boom.AlertWorker.Catalogs;
using Boom.Core.Catalogs;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Queues;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Boom.Tests.Fakes;
using Boom.Tests.Storage.Sqlite;
using Boom.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MongoDB.Bson;
using Xunit;
using static Boom.Tests.AlertWorker.CandidSurvey;
using static Boom.Tests.Contracts.StoreDocuments;

namespace Boom.Tests.AlertWorker;

public sealed class AlertProcessorTests : IDisposable
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    readonly SqliteFolder _folder = new();
    readonly AlertStep _step = new(new CandidSurvey(), "boom test");
    readonly AlertWorkerTelemetry _telemetry = new();
    readonly MemoryQueue _enrichment = new();
    readonly CutShortStore _store;
    readonly TemporaryFolder _tables = new();
    readonly CatalogShelf _shelf;
    readonly SurveyMatching _catalogs;

    public AlertProcessorTests()
    {
        _store = new(_folder.Open());
        _shelf = new(_tables.Path);
        _catalogs = new(SurveyCatalog.Default[Survey.Ztf], CrossMatchSettings.Read(new ConfigurationBuilder().Build()), _shelf, new StagePulses(TimeProvider.System));
    }

    public void Dispose()
    {
        _store.Dispose();
        _catalogs.Dispose();
        _shelf.Dispose();
        _tables.Dispose();
        _telemetry.Dispose();
        _step.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task ProcessAsync_AlertsWrittenAndLedgerNot_RepeatCountsThePacketsAsStored()
    {
        ClaimedMessage[] batch = [Message(1, "1"), Message(2, "2 3"), Message(3, "1")];
        _store.CutsShort = true;
        await Assert.ThrowsAsync<TransientFaultException>(async () => await Processor().ProcessAsync(batch, Token));
        Assert.Empty(await _store.ReadLedgerAsync(null, Token));
        Assert.Empty(_enrichment.Messages);

        // Another worker takes them up.
        _store.CutsShort = false;
        await Processor().ProcessAsync(batch, Token);

        var partition = Assert.Single(await _store.ReadLedgerAsync(Topic, Token));
        Assert.Equal([new LedgerRange(1, 2, PacketOutcome.Stored), new(3, 3, PacketOutcome.Duplicate)], partition.Ranges);
        Assert.Equal(["1", "2", "3"], _enrichment.Texts);
    }

    [Fact]
    public async Task ProcessAsync_SomePacketsWaitForASchema_TheOthersAreDoneAndTheseHaveNoOutcome()
    {
        ClaimedMessage[] batch = [Message(1, "1"), Message(2, "away"), Message(3, "2")];

        var waits = await Assert.ThrowsAsync<MessagesWaitException>(async () => await Processor().ProcessAsync(batch, Token));

        Assert.Equal([batch[1]], waits.Waiting);
        var partition = Assert.Single(await _store.ReadLedgerAsync(Topic, Token));
        Assert.Equal([new LedgerRange(1, 1, PacketOutcome.Stored), new(3, 3, PacketOutcome.Stored)], partition.Ranges);
        Assert.Equal(["1", "2"], _enrichment.Texts);
    }

    [Fact]
    public async Task ProcessAsync_PacketOfAnotherOffset_IsADuplicate()
    {
        await Processor().ProcessAsync([Message(1, "1")], Token);
        await Processor().ProcessAsync([Message(2, "1")], Token);

        var partition = Assert.Single(await _store.ReadLedgerAsync(Topic, Token));
        Assert.Equal([new LedgerRange(1, 1, PacketOutcome.Stored), new(2, 2, PacketOutcome.Duplicate)], partition.Ranges);
    }

    [Fact]
    public async Task ProcessAsync_DebugIsLogged_HasALineForEachStoredAlert()
    {
        var lines = new AttributeLogger(LogLevel.Debug);

        await Processor(lines).ProcessAsync([Message(1, "1"), Message(2, "2 3")], Token);

        Assert.Equal([1, 2, 3], lines.Candids().Order());
    }

    [Fact]
    public async Task ProcessAsync_DebugIsNotLogged_HasNoLines()
    {
        var lines = new AttributeLogger(LogLevel.Information);

        await Processor(lines).ProcessAsync([Message(1, "1"), Message(2, "2 3")], Token);

        Assert.Empty(lines.Lines);
    }

    [Fact]
    public async Task ProcessAsync_ObjectsAreNewAndKnown_MatchesTheNewOnes()
    {
        await Processor().ProcessAsync([Message(1, "1")], Token);
        Add("NED", "2025");
        Add("Gaia_DR3", "3");
        _catalogs.Refresh();

        await Processor().ProcessAsync([Message(2, "1 2")], Token);

        Assert.False((await ReadObjectAsync(1)).Contains("cross_matches"));
        var matched = await ReadObjectAsync(2);
        Assert.Equal(["Gaia_DR3", "NED"], matched["cross_matches"].AsBsonDocument.Names);
        Assert.Equal("at the place", matched["cross_matches"]["NED"][0]["objtype"].AsString);
        Assert.Equal(new BsonDocument { { "Gaia_DR3", "3" }, { "NED", "2025" } }, matched["boom"]["catalogs"].AsBsonDocument);
    }

    [Fact]
    public async Task ProcessAsync_TableIsReplaced_IsUsedFromTheNextLookOn()
    {
        Add("NED", "1");
        await Processor().ProcessAsync([Message(1, "1")], Token);
        Add("NED", "2");
        await Processor().ProcessAsync([Message(2, "2")], Token);
        Assert.Empty(_catalogs.Refresh());
        await Processor().ProcessAsync([Message(3, "3")], Token);

        Assert.Equal(["1", "1", "2"], [.. await Task.WhenAll(new long[] { 1, 2, 3 }.Select(async candid => (await ReadObjectAsync(candid))["boom"]["catalogs"]["NED"].AsString))]);
    }

    [Fact]
    public async Task ProcessAsync_ObjectAtAPlaceOfAWatchlist_IsRecordedAlsoWhenTheStoreGoesAwayAmidTheBatch()
    {
        var properties = new Dictionary<string, string> { [WatchlistMatcher.RadiusProperty] = "2" };
        var list = new SkyTableDescription("watchlist_mine", "1", "a test", DateTimeOffset.UnixEpoch) { Properties = properties };
        CatalogFiles.Write(_tables.Path, list, (new(10, 20), [("_id", "target")]));
        _store.CutsShort = true;
        await Assert.ThrowsAsync<TransientFaultException>(async () => await Processor().ProcessAsync([Message(1, "1")], Token));
        _store.CutsShort = false;
        await Processor().ProcessAsync([Message(1, "1")], Token);

        var hit = Assert.Single(await _store.ListWatchlistHitsAsync(new WatchlistQuery(), Token));
        Assert.Equal(("watchlist_mine", "target", "ZTF260000001"), (hit.List, hit.Row, hit.ObjectId));
        Assert.Empty((await ReadObjectAsync(1)).GetValue("cross_matches", new BsonDocument()).AsBsonDocument);
    }

    void Add(string name, string version) => CatalogFiles.Write(
        _tables.Path, name, version, (new(10, 20), [("z", 0.01), ("objtype", "at the place"), ("parallax", 1.0)]));

    async Task<BsonDocument> ReadObjectAsync(long candid)
    {
        var id = $"ZTF26{candid:d7}";
        return Parse((await _store.ReadObjectsAsync(Survey.Ztf, [id], Token))[id]);
    }

    AlertProcessor Processor(ILogger? logger = null) =>
        new(_step, _catalogs, _store, _enrichment, TimeProvider.System, _telemetry, logger ?? NullLogger.Instance);
}
