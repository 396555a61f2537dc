using Boom.Core.Store;
using Boom.Storage.Sqlite;
using Boom.Tests.Contracts;
using MongoDB.Bson;

namespace Boom.Tests.Storage.Sqlite;

/// <summary>The contract of filters, held by the SQLite store.</summary>
public sealed class SqliteFilterStoreTests : FilterStoreContract, IDisposable
{
    readonly SqliteFolder _folder = new();
    readonly SqliteStore _store;

    public SqliteFilterStoreTests() => _store = _folder.Open();

    protected override IFilterStore Store => _store;

    protected override void PutFilter(BsonDocument document)
    {
        using var database = SqliteDatabase.Open(_folder.Path, create: false, TimeSpan.FromSeconds(5));
        database.Prepare("INSERT INTO filters(id, survey, active, document) VALUES (?, upper(?), ?, ?)")
            .Bind(1, document["_id"].AsString).Bind(2, document["survey"].AsString).Bind(3, document["active"].AsBoolean ? 1 : 0).Bind(4, document.ToBson()).Run();
    }

    protected override BsonDocument ReadFilter(string id)
    {
        using var database = SqliteDatabase.Open(_folder.Path, create: false, TimeSpan.FromSeconds(5));
        return StoreDocuments.Parse(database.Prepare("SELECT document FROM filters WHERE id = ?").Bind(1, id).First(row => row.Blob(0).ToArray())!);
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }
}
