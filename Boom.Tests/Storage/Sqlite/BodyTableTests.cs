using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Sqlite;
using Boom.Tests.Contracts;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Storage.Sqlite;

/// <summary>Objects of the solar system by designation.</summary>
public sealed class BodyTableTests : IDisposable
{
    const int Bodies = 1203;

    readonly SqliteFolder _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FindSql_AnyDesignation_IsASearchInTheIndex()
    {
        await WriteAsync(1);
        using var database = Open();
        var plan = database.Prepare("EXPLAIN QUERY PLAN " + BodyTable.FindSql(Survey.Lsst)).All(row => row.Text(3));

        Assert.Contains(plan, step => step.Contains("INDEX LSST_alerts_aux_bodies_designation (designation=?)", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("DROP TABLE LSST_alerts_aux_bodies")]
    [InlineData("DELETE FROM LSST_alerts_aux_bodies WHERE id % 2 = 0")]
    public async Task Open_StoreOfAProgramWithoutTheTable_FindsAllByTheIndex(string before)
    {
        await WriteAsync(Bodies);
        Run(before);

        using var store = _folder.Open();

        for (var i = 0; i < Bodies; i += 100)
            Assert.Equal($"sso{i}", await store.FindDesignationAsync(Survey.Lsst, NameOf(i), Token));
        using var database = Open();
        Assert.Equal(Bodies, database.ReadInt64("SELECT COUNT(*) FROM LSST_alerts_aux_bodies"));
    }

    [Fact]
    public async Task OpenUnwritable_StoreOfAProgramWithoutTheTable_LooksAtTheObjects()
    {
        await WriteAsync(3);
        Run("DROP TABLE LSST_alerts_aux_bodies");

        using var store = SqliteStore.OpenUnwritable(new SqliteStoreOptions { Path = _folder.Path });

        Assert.Equal("sso2", await store.FindDesignationAsync(Survey.Lsst, NameOf(2), Token));
        Assert.Null(await store.FindDesignationAsync(Survey.Lsst, NameOf(3), Token));
    }

    static string NameOf(int i) => FormattableString.Invariant($"2026 A{i}");

    SqliteDatabase Open() => SqliteDatabase.Open(_folder.Path, create: false, TimeSpan.FromSeconds(5));

    void Run(string sql)
    {
        using var database = Open();
        database.Execute(sql);
        database.Checkpoint();
    }

    async Task WriteAsync(int bodies)
    {
        using var store = _folder.Open();
        AlertWrite[] alerts = [.. Enumerable.Range(0, bodies).Select(i => StoreDocuments.Alert(i + 1, $"sso{i}", set: new BsonDocument { { "designation", NameOf(i) }, { "updated_at", 1.0 } }))];
        Assert.Empty(await store.WriteAsync(new AlertBatch(Survey.Lsst, alerts, [], []), Token));
    }
}
