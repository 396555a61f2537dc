using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Lab.Drill;
using Boom.Simulation;
using Boom.Simulation.Objects;
using Boom.Storage.Sqlite;
using Boom.Tests.Storage.Sqlite;
using Boom.Tests.Support;
using MongoDB.Bson;
using Xunit;
using static Boom.Tests.Contracts.StoreDocuments;

namespace Boom.Tests.Lab.Drill;

/// <summary>What the drill says of objects that were matched wrongly.</summary>
public sealed class DrillCatalogsTests : IDisposable
{
    const int Objects = 12;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    readonly SqliteFolder _folder = new();
    readonly TemporaryFolder _tables = new();
    readonly SqliteStore _store;
    readonly DrillNight _night = new(new SimulatedNight(new SimulationOptions { Alerts = 40 }));
    readonly DrillCatalogs _catalogs;
    readonly List<ObjectTruth> _truths;

    public DrillCatalogsTests()
    {
        _store = _folder.Open();
        _catalogs = new DrillCatalogs(_tables.Path, _night, TimeProvider.System);
        _truths = [.. _night.Night.Truths().Take(Objects)];
        _catalogs.Begin();
    }

    public void Dispose()
    {
        _store.Dispose();
        _tables.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task CheckAsync_ObjectsOfEarlierEditionsAndOfNone_AreSound()
    {
        await StoreAsync(hits: true);
        await _store.WriteMatchesAsync(Survey.Ztf, [Match(0, "1", 1), Match(1, "1")], Token);
        _catalogs.Replace();
        await _store.WriteMatchesAsync(Survey.Ztf, [Match(2, "2", 2, 2, 2)], Token);

        Assert.Empty(await _catalogs.CheckAsync(_store, _store, Token));
    }

    [Theory]
    [InlineData("has rows of edition 2, 1 and says that they are of 2", 2, "2", 2, 1, 2)]
    [InlineData("has 2 rows of edition 2 and not 3", 2, "2", 2, 2)]
    [InlineData("has 1 rows of edition 1 and not 0", 1, "1", 1)]
    public async Task CheckAsync_ObjectWithWrongRows_IsTold(string expected, int ordinal, string version, params int[] editions)
    {
        await StoreAsync(hits: true);
        await _store.WriteMatchesAsync(Survey.Ztf, [Match(ordinal, version, editions)], Token);

        Assert.Contains(await _catalogs.CheckAsync(_store, _store, Token), problem => problem.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task CheckAsync_HitsAreMissing_IsTold()
    {
        await StoreAsync(hits: false);

        Assert.Contains(await _catalogs.CheckAsync(_store, _store, Token), problem => problem.StartsWith("The watch list has 0 hits", StringComparison.Ordinal));
    }

    ObjectMatches Match(int ordinal, string version, params int[] editions) => new(
        _truths[ordinal].ObjectId,
        [new CatalogMatch("DRILL", version, null, new BsonDocument("rows", new BsonArray(editions.Select(edition => new BsonDocument("edition", edition)))).ToBson()[10..^1])]);

    async Task StoreAsync(bool hits)
    {
        AlertWrite[] alerts = [.. _truths.Select((truth, i) => Alert(i + 1, truth.ObjectId, truth.Position))];
        await _store.WriteAsync(new AlertBatch(Survey.Ztf, alerts, [.. alerts.Select(alert => new LedgerEntry(alert.Origin, PacketOutcome.Stored))], []), Token);

        // The list has one row at each third object.
        if (hits)
        {
            await _store.AddWatchlistHitsAsync(
                [.. Enumerable.Range(0, Objects).Where(i => i % 3 == 0).Select(i => new WatchlistHit("watchlist_drill", "1", $"{i * 4}", Survey.Ztf, _truths[i].ObjectId, 0, 1))], Token);
        }
    }
}
