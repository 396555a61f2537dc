using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Sqlite;
using Boom.Tests.Contracts;
using MongoDB.Bson;

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
