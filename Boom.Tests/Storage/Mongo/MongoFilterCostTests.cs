using Boom.Core.Store;
using Boom.Tests.Contracts;
using Xunit;

namespace Boom.Tests.Storage.Mongo;

/// <summary>The contract of what filters cost, held by the MongoDB store.</summary>
[Collection(MongoTests.Name)]
public sealed class MongoFilterCostTests(MongoTestServer server) : FilterCostContract, IAsyncLifetime
{
    MongoDatabase? _database;
    IFilterCosts? _store;

    protected override IFilterCosts Store => _store!;

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
}
