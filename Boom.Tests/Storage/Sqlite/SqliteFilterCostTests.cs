using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Sqlite;
using Boom.Tests.Contracts;
using Xunit;

namespace Boom.Tests.Storage.Sqlite;

/// <summary>The contract of what filters cost, held by the SQLite store.</summary>
public sealed class SqliteFilterCostTests : FilterCostContract, IDisposable
{
    readonly SqliteFolder _folder = new();
    readonly SqliteStore _store;

    public SqliteFilterCostTests() => _store = _folder.Open();

    protected override IFilterCosts Store => _store;

    // The table as it was before it had the times of its rows; 739616 is 2026-01-01.
    void MakeTableWithoutTimes()
    {
        using var database = SqliteDatabase.Open(_folder.Path, create: false, TimeSpan.FromSeconds(5));
        database.Execute("""
            CREATE TABLE filter_costs(
                survey TEXT NOT NULL, night INTEGER NOT NULL, filter_id TEXT NOT NULL, fid TEXT NOT NULL, writer TEXT NOT NULL, evaluations INTEGER NOT NULL,
                passes INTEGER NOT NULL, errors INTEGER NOT NULL, microseconds INTEGER NOT NULL,
                PRIMARY KEY (survey, night, filter_id, fid, writer)) WITHOUT ROWID;
            INSERT INTO filter_costs VALUES ('ZTF', 739616, 'a', 'v1', 'w', 10, 2, 1, 30)
            """);
    }

    [Fact]
    public async Task KeepCostsAsync_TableWithoutTimes_GetsThem()
    {
        MakeTableWithoutTimes();
        var cost = new FilterCost("b", "v1", Survey.Ztf, new DateOnly(2026, 1, 1), 7, 0, 0, 20);

        await _store.KeepCostsAsync("w", [cost], new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero), TestContext.Current.CancellationToken);

        Assert.Equal(["a", "b"], (await _store.ListCostsAsync(Survey.Ztf, new DateOnly(2026, 1, 1), TestContext.Current.CancellationToken)).Select(found => found.FilterId));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 1)]
    public async Task RemoveFilterCostsAsync_TableWithoutTimes_GoesByTheNight(int dayOfJanuary, int removed)
    {
        MakeTableWithoutTimes();

        var batch = await _store.RemoveFilterCostsAsync(
            Survey.Ztf, new DateTimeOffset(2026, 1, dayOfJanuary, 12, 0, 0, TimeSpan.Zero), null, 100, TestContext.Current.CancellationToken);

        Assert.Equal(removed, batch.Removed);
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }
}
