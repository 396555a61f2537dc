using Boom.Hosting;
using Boom.Storage.Cutouts;
using Boom.Storage.Mongo;
using MongoDB.Driver;

namespace Boom.Lab.Bench.Services;

/// <summary>A database of the benchmark's own on the store's server, and its cutouts.</summary>
internal sealed class BenchStore : IDisposable
{
    readonly MongoClient _client;
    readonly string _database;
    readonly CutoutOptions _cutouts;

    /// <summary>Nothing is asked of the server yet.</summary>
    public BenchStore(BenchServers servers)
    {
        var url = OwnDatabase(servers.AlertDb, servers.Id);
        ConnectionString = url.ToString();
        _database = url.DatabaseName;
        _cutouts = servers.Cutouts;
        var settings = MongoClientSettings.FromUrl(url);
        settings.ServerSelectionTimeout = TimeSpan.FromSeconds(5);
        _client = new MongoClient(settings);
    }

    /// <summary>That of the database, for the programs.</summary>
    public string ConnectionString { get; }

    /// <summary>The first server.</summary>
    public MongoServerAddress Server => _client.Settings.Servers.First();

    /// <summary>The same server and user with another database.</summary>
    internal static MongoUrl OwnDatabase(string text, string id)
    {
        var builder = new MongoUrlBuilder(text);
        // Users are those of the database that is named, unless it is said otherwise.
        if (builder.Username is not null)
            builder.AuthenticationSource ??= string.IsNullOrEmpty(builder.DatabaseName) ? "admin" : builder.DatabaseName;
        builder.DatabaseName = $"boom_bench_{id}";
        return builder.ToMongoUrl();
    }

    /// <summary>The store as the stages have it.</summary>
    public MongoStore Open(TimeProvider time) => MongoStore.Open(new MongoStoreOptions { ConnectionString = ConnectionString, Cutouts = _cutouts }, time);

    /// <summary>Drops the database and removes the cutouts.</summary>
    /// <exception cref="ExitException">The server is away.</exception>
    public async Task ClearAsync()
    {
        try
        {
            await _client.DropDatabaseAsync(_database);
        }
        catch (Exception fault) when (fault is MongoException or TimeoutException)
        {
            throw new ExitException(
                ExitCode.Missing,
                $"The store at {string.Join(',', _client.Settings.Servers)} does not do as it is told ({fault.Message.Split('.')[0]}): see that it runs where ConnectionStrings__alertdb says.", fault);
        }

        if (_cutouts.Folder is { } folder && Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    public void Dispose() => _client.Dispose();
}
