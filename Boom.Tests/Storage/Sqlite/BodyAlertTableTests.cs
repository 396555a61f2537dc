using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Sqlite;
using Boom.Tests.Contracts;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Storage.Sqlite;

/// <summary>Alerts of bodies of the solar system by designation, and programs that do not know the table.</summary>
public sealed class BodyAlertTableTests : IDisposable
{
    // More than one transaction looks through.
    const int Alerts = 1100;

    readonly SqliteFolder _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FindSql_AnyBody_IsASearchInTheIndex()
    {
        await WriteAsync(1, 3);
        using var database = Open();
        var plan = database.Prepare("EXPLAIN QUERY PLAN " + BodyAlertTable.FindSql(Survey.Ztf)).All(row => row.Text(3));

        Assert.Contains(plan, step => step.Contains("ZTF_alerts_bodies_designation (designation=? AND jd>? AND jd<?)", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ReadBodyAlertsAsync_StoreOfAProgramWithoutTheTable_FindsAll()
    {
        await WriteAsync(1, Alerts);
        Run("DROP TRIGGER ZTF_alerts_bodies_removed; DROP TABLE ZTF_alerts_bodies; DROP TABLE ZTF_alerts_bodies_mark");

        using var store = _folder.Open();

        Assert.Equal(Alerts / 2, await CountAsync(store, "even"));
    }

    // Two programs share a store, and one is of the version before.
    [Fact]
    public async Task ReadBodyAlertsAsync_AlertsThatTheOtherProgramHasWritten_AreFound()
    {
        await WriteAsync(1, 10);
        await WriteAsync(11, 10);
        Run("DELETE FROM ZTF_alerts_bodies WHERE id > 10; UPDATE ZTF_alerts_bodies_mark SET after_id = 10");
        await WriteAsync(21, 10);

        using var store = _folder.Open();

        Assert.Equal((15, 15), (await CountAsync(store, "even"), await CountAsync(store, "odd")));
    }

    [Fact]
    public async Task ReadBodyAlertsAsync_LastAlertsRemovedAndNumbersGivenAgain_FindsTheOthers()
    {
        await WriteAsync(1, 10);
        Run("DELETE FROM ZTF_alerts WHERE candid > 5");
        Assert.Equal(5, Count("SELECT COUNT(*) FROM ZTF_alerts_bodies"));

        // The other program's: rows 6 to 15 are there again, and not in the table.
        await WriteAsync(11, 10);
        Run("DELETE FROM ZTF_alerts_bodies WHERE id > 5; UPDATE ZTF_alerts_bodies_mark SET after_id = 5");
        using var store = _folder.Open();

        Assert.Equal((2 + 5, 3 + 5), (await CountAsync(store, "even"), await CountAsync(store, "odd")));
    }

    [Fact]
    public async Task RemoveLastAlert_OfAnotherProgram_MovesTheMarkBack()
    {
        await WriteAsync(1, 10);

        Run("DELETE FROM ZTF_alerts WHERE candid = 10");

        Assert.Equal(9, Count("SELECT after_id FROM ZTF_alerts_bodies_mark"));
    }

    [Fact]
    public async Task OpenUnwritable_StoreOfAProgramWithoutTheTable_SaysSo()
    {
        await WriteAsync(1, 3);
        Run("DROP TRIGGER ZTF_alerts_bodies_removed; DROP TABLE ZTF_alerts_bodies; DROP TABLE ZTF_alerts_bodies_mark");
        using var store = SqliteStore.OpenUnwritable(new SqliteStoreOptions { Path = _folder.Path });

        var fault = await Assert.ThrowsAsync<PermanentFaultException>(async () => await CountAsync(store, "even"));

        Assert.Contains("open it once where it can", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RemoveAlertsAsync_Retention_TakesThemOutOfTheTable()
    {
        await WriteAsync(1, 4);
        using var store = _folder.Open();
        await store.WriteEnrichmentsAsync(Survey.Ztf, [.. Enumerable.Range(1, 4).Select(i => new EnrichmentUpdate(i, new BsonDocument("x", 1).ToBson()))], Token);

        var removed = await store.RemoveAlertsAsync(Survey.Ztf, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero), null, 100, Token);

        Assert.Equal((4, 0), (removed.Removed, Count("SELECT COUNT(*) FROM ZTF_alerts_bodies")));
    }

    static async Task<int> CountAsync(SqliteStore store, string designation)
        => (await store.ReadBodyAlertsAsync(Survey.Ztf, [new BodySpan(designation, 0, 1e9)], 10_000, Token))[0].Alerts.Count;

    SqliteDatabase Open() => SqliteDatabase.Open(_folder.Path, create: false, TimeSpan.FromSeconds(5));

    long Count(string sql)
    {
        using var database = Open();
        return database.ReadInt64(sql);
    }

    void Run(string sql)
    {
        using var database = Open();
        database.Execute(sql);
        database.Checkpoint();
    }

    async Task WriteAsync(int first, int count)
    {
        using var store = _folder.Open();
        AlertWrite[] alerts = [.. Enumerable.Range(first, count).Select(OfBody)];
        Assert.Empty(await store.WriteAsync(new AlertBatch(Survey.Ztf, alerts, [], []), Token));
    }

    static AlertWrite OfBody(int candid)
    {
        var alert = StoreDocuments.Alert(candid, $"ZTF{candid:00000}", jd: 2461000.5);
        var document = StoreDocuments.Parse(alert.AlertDocument.ToArray());
        document["candidate"]["ssnamenr"] = candid % 2 == 0 ? "even" : "odd";
        return alert with { AlertDocument = document.ToBson() };
    }
}
