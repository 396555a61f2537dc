using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Sqlite;
using Boom.Tests.Contracts;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Storage.Sqlite;

/// <summary>The store contract, held by the SQLite store.</summary>
public sealed class SqliteAlertStoreTests : AlertStoreContract, IDisposable
{
    readonly SqliteFolder _folder = new();
    readonly SqliteStore _store;
    readonly List<SqliteStore> _others = [];

    public SqliteAlertStoreTests() => _store = _folder.Open();

    protected override IAlertStore Store => _store;

    protected override IAlertReader Reader => _store;

    protected override IAlertStore OpenAnother()
    {
        _others.Add(_folder.Open());
        return _others[^1];
    }

    protected override void ReplaceObject(string objectId, BsonDocument document)
    {
        using var database = SqliteDatabase.Open(_folder.Path, create: false, TimeSpan.FromSeconds(5));
        database.Prepare("UPDATE ZTF_alerts_aux SET document = ?2 WHERE object_id = ?1").Bind(1, objectId).Bind(2, document.ToBson()).Run();
    }

    protected override (BsonDocument Head, BsonDocument[] Pages) ReadStored(string objectId)
    {
        using var database = SqliteDatabase.Open(_folder.Path, create: false, TimeSpan.FromSeconds(5));
        var head = database.Prepare("SELECT document FROM ZTF_alerts_aux WHERE object_id = ?").Bind(1, objectId).First(row => row.Blob(0).ToArray());
        var hasPages = database.ReadInt64("SELECT COUNT(*) FROM sqlite_master WHERE name = 'ZTF_alerts_aux_pages'") > 0;
        var pages = hasPages ? database.Prepare("SELECT document FROM ZTF_alerts_aux_pages ORDER BY id").All(row => row.Blob(0).ToArray()) : [];
        return (StoreDocuments.Parse(head!), [.. pages.Select(StoreDocuments.Parse).Where(page => page["objectId"] == objectId)]);
    }

    protected override long LargestAppend(int points) => points <= 1000 ? 50_000 : 80_000;

    protected override void RemovePages() => Run("DELETE FROM ZTF_alerts_aux_pages");

    // The row is read and written whole, and pages are only added.
    protected override async Task<(long Written, long Read)> MeasureAsync(Func<Task> call)
    {
        var before = Sizes();
        await call();
        var after = Sizes();
        return (after.Heads + after.Pages - before.Pages, before.Heads);
    }

    (long Heads, long Pages) Sizes()
    {
        using var database = SqliteDatabase.Open(_folder.Path, create: false, TimeSpan.FromSeconds(5));
        var heads = database.ReadInt64("SELECT SUM(length(document)) FROM ZTF_alerts_aux");
        var hasPages = database.ReadInt64("SELECT COUNT(*) FROM sqlite_master WHERE name = 'ZTF_alerts_aux_pages'") > 0;
        return (heads, hasPages ? database.ReadInt64("SELECT SUM(length(document)) FROM ZTF_alerts_aux_pages") : 0);
    }

    [Fact]
    public async Task Pages_FirstOne_MakesTheFileOneThatOlderProgramsLeaveAlone()
    {
        await Store.WriteAsync(Batch(StoreDocuments.Alert(1)), TestContext.Current.CancellationToken);
        Assert.Equal(SqliteSchema.Version, Version());
        await Store.WriteAsync(Batch(History(2, 100)), TestContext.Current.CancellationToken);
        Assert.Equal(SqliteSchema.PagedVersion, Version());
        using var again = _folder.Open();
        Assert.Equal(101, StoreDocuments.Jds(StoreDocuments.Parse((await again.ReadObjectsAsync(Survey.Ztf, ["ZTF26aaaaaaa"], TestContext.Current.CancellationToken)).Single().Value), "prv_candidates").Length);

        long Version()
        {
            using var database = SqliteDatabase.Open(_folder.Path, create: false, TimeSpan.FromSeconds(5));
            return database.ReadInt64("PRAGMA user_version");
        }
    }

    protected override void BreakLookUps(Survey survey) => Run($"ALTER TABLE {survey.ToUpperName()}_alerts_aux RENAME COLUMN healpix_29 TO broken");

    protected override void MendLookUps(Survey survey) => Run($"ALTER TABLE {survey.ToUpperName()}_alerts_aux RENAME COLUMN broken TO healpix_29");

    void Run(string sql)
    {
        using var database = SqliteDatabase.Open(_folder.Path, create: false, TimeSpan.FromSeconds(5));
        database.Execute(sql);
    }

    public void Dispose()
    {
        foreach (var other in _others)
            other.Dispose();
        _store.Dispose();
        _folder.Dispose();
    }
}
