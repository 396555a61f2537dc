using Boom.Storage.Mongo;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Boom.Tests.Storage.Mongo;

/// <summary>A database of one test, dropped at its end, and the stores that the test opens on it.</summary>
public sealed class MongoDatabase : IDisposable
{
    static int s_count;

    readonly MongoClient _client;
    readonly string _name = FormattableString.Invariant($"boom_test_{Environment.ProcessId}_{Interlocked.Increment(ref s_count)}");
    readonly List<MongoStore> _stores = [];

    public MongoDatabase(string server)
    {
        var url = new MongoUrlBuilder(server) { DatabaseName = _name };
        if (url.Username is not null)
            url.AuthenticationSource ??= "admin";
        ConnectionString = url.ToString();
        _client = new MongoClient(ConnectionString);
    }

    public string ConnectionString { get; }

    /// <summary>Port of the server on this machine.</summary>
    public int Port => new MongoUrl(ConnectionString).Server.Port;

    /// <summary>The database by way of another port.</summary>
    public string Through(int port) => new MongoUrlBuilder(ConnectionString) { Server = new("127.0.0.1", port) }.ToString();

    /// <summary>The database, past the store.</summary>
    public IMongoDatabase Direct => _client.GetDatabase(_name);

    public IMongoCollection<BsonDocument> Objects => Direct.GetCollection<BsonDocument>("ZTF_alerts_aux");

    public IMongoCollection<BsonDocument> Alerts => Direct.GetCollection<BsonDocument>("ZTF_alerts");

    public MongoStore Open(MongoStoreOptions? options = null)
    {
        _stores.Add(MongoStore.Open(options ?? new MongoStoreOptions { ConnectionString = ConnectionString }, TimeProvider.System));
        return _stores[^1];
    }

    public void Dispose()
    {
        foreach (var store in _stores)
            store.Dispose();
        _client.DropDatabase(_name);
        _client.Dispose();
    }
}
