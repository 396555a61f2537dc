using Boom.Core.Store;
using Boom.Tests.Contracts;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Boom.Tests.Storage.Mongo;

/// <summary>The contract of filters, held by the MongoDB store.</summary>
[Collection(MongoTests.Name)]
public sealed class MongoFilterStoreTests(MongoTestServer server) : FilterStoreContract, IAsyncLifetime
{
    MongoDatabase? _database;
    IFilterStore? _store;

    protected override IFilterStore Store => _store!;

    public ValueTask InitializeAsync()
    {
        _database = server.Require();
        _store = _database.Open();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _database?.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override void PutFilter(BsonDocument document) => _database!.Direct.GetCollection<BsonDocument>("filters").InsertOne(document);

    protected override BsonDocument ReadFilter(string id) => _database!.Direct.GetCollection<BsonDocument>("filters").Find(new BsonDocument("_id", id)).Single();
}
