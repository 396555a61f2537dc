using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Mongo;
using Boom.Tests.Contracts;
using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.Core.Events;
using Xunit;

namespace Boom.Tests.Storage.Mongo;

/// <summary>The store contract, held by the MongoDB store.</summary>
[Collection(MongoTests.Name)]
public sealed class MongoAlertStoreTests(MongoTestServer server) : AlertStoreContract, IAsyncLifetime
{
    MongoDatabase? _database;
    MongoStore? _store;
    MongoClient? _client;
    string? _broken;

    protected override IAlertStore Store => _store!;

    protected override IAlertReader Reader => _store!;

    public ValueTask InitializeAsync()
    {
        _database = server.Require();
        var options = new MongoStoreOptions { ConnectionString = _database.ConnectionString };
        var settings = options.ToClientSettings();
        settings.ClusterConfigurator = cluster => cluster.Subscribe<CommandStartedEvent>(OnCommand);
        _client = new MongoClient(settings);
        _store = MongoStore.Open(options, _client, TimeProvider.System);
        return ValueTask.CompletedTask;
    }

    protected override IAlertStore OpenAnother() => _database!.Open();

    protected override void ReplaceObject(string objectId, BsonDocument document)
        => _database!.Objects.ReplaceOne(new BsonDocument("_id", objectId), document);

    protected override void BreakLookUps(Survey survey) => _broken = survey.ToUpperName() + "_alerts_aux";

    protected override void MendLookUps(Survey survey) => _broken = null;

    void OnCommand(CommandStartedEvent started)
    {
        if (_broken is not null && started.CommandName == "find" && started.Command["find"] == _broken && started.Command["filter"].AsBsonDocument.Contains("$or"))
            throw new IOException("The look-up is broken.");
    }

    [Fact]
    public async Task FindPauseAsync_OrderWasPutThereByHand_Holds()
    {
        using var client = new MongoClient(_database!.ConnectionString);
        var orders = client.GetDatabase(new MongoUrl(_database.ConnectionString).DatabaseName).GetCollection<BsonDocument>("boom");
        await orders.InsertOneAsync(new BsonDocument { { "_id", "intake_ZTF" }, { "reason", 7 } }, null, TestContext.Current.CancellationToken);

        Assert.Equal(new IntakePause("", 0), await Store.FindPauseAsync(Survey.Ztf, TestContext.Current.CancellationToken));
    }

    public ValueTask DisposeAsync()
    {
        _store?.Dispose();
        _client?.Dispose();
        _database?.Dispose();
        return ValueTask.CompletedTask;
    }
}
