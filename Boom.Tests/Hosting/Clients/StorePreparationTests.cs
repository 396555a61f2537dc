using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Boom.Hosting.Clients;
using Boom.Tests.Storage.Mongo;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Boom.Tests.Hosting.Clients;

[Collection(MongoTests.Name)]
public sealed class StorePreparationTests : IDisposable
{
    readonly MongoDatabase _database;

    public StorePreparationTests(MongoTestServer server) => _database = server.Require();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Start_EmptyDatabase_MakesTheIndexes()
    {
        using var preparation = Create();
        await preparation.StartAsync(Token);
        await preparation.ExecuteTask!;

        var names = (await (await _database.Alerts.Indexes.ListAsync(Token)).ToListAsync(Token)).Select(index => index["name"].AsString);
        Assert.Contains("objectId_1", names);
    }

    [Fact]
    public async Task Start_IndexOfOtherKeys_EndsWithTheRemedy()
    {
        var wrong = new CreateIndexModel<BsonDocument>(new BsonDocument("objectId", -1), new CreateIndexOptions { Name = "objectId_1" });
        await _database.Alerts.Indexes.CreateOneAsync(wrong, null, Token);

        using var preparation = Create();
        await preparation.StartAsync(Token);

        var fault = await Assert.ThrowsAsync<PermanentFaultException>(() => preparation.ExecuteTask!);
        Assert.Contains("dropIndex", fault.Message, StringComparison.Ordinal);
    }

    StorePreparation Create() => new(_database.Open(), [Survey.Ztf], new StagePulse("store preparation", TimeProvider.System), TimeProvider.System);
}
