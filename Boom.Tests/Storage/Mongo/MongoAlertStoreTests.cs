using Boom.Core.Store;
using Boom.Storage.Mongo;
using Boom.Tests.Contracts;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Storage.Mongo;

/// <summary>The store contract, held by the MongoDB store.</summary>
[Collection(MongoTests.Name)]
public sealed class MongoAlertStoreTests(MongoTestServer server) : AlertStoreContract, IAsyncLifetime
{
    MongoDatabase? _database;
    MongoStore? _store;

    protected override IAlertStore Store => _store!;

    protected override IAlertReader Reader => _store!;

    public ValueTask InitializeAsync()
    {
        _database = server.Require();
        _store = _database.Open();
        return ValueTask.CompletedTask;
    }

    protected override IAlertStore OpenAnother() => _database!.Open();

    protected override void ReplaceObject(string objectId, BsonDocument document)
        => _database!.Objects.ReplaceOne(new BsonDocument("_id", objectId), document);

    public ValueTask DisposeAsync()
    {
        _database?.Dispose();
        return ValueTask.CompletedTask;
    }
}
