using Boom.Testing;
using Boom.Tests.Storage.Mongo;
using Boom.Tests.Support;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Boom.Tests.Cli;

/// <summary><c>boom prepare</c> as an orchestrator runs it.</summary>
public sealed class PrepareTests(MongoTestServer server) : IClassFixture<MongoTestServer>, IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly TemporaryFolder _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Prepare_EmptyDatabase_MakesIndexesAndMayBeRepeated()
    {
        using var database = server.Require();

        Assert.Equal(0, await RunAsync(database.ConnectionString));
        Assert.Equal(0, await RunAsync(database.ConnectionString));

        using var client = new MongoClient(database.ConnectionString);
        var name = new MongoUrl(database.ConnectionString).DatabaseName;
        var collections = await (await client.GetDatabase(name).ListCollectionNamesAsync(cancellationToken: Token)).ToListAsync(Token);
        Assert.Contains("ZTF_alerts", collections);
        Assert.True((await (await client.GetDatabase(name).GetCollection<BsonDocument>("ZTF_alerts").Indexes.ListAsync(Token)).ToListAsync(Token)).Count > 1);
    }

    [Fact]
    public async Task Prepare_NoServer_WaitsAsToldAndEndsWithCode3()
    {
        Assert.Equal(3, await RunAsync("mongodb://127.0.0.1:1/boom?serverSelectionTimeoutMS=200&connectTimeoutMS=200", "--wait", "3"));

        Assert.Contains("Waiting for it.", await File.ReadAllTextAsync(Log, Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepare_SqliteFile_MakesIt()
    {
        var file = Path.Combine(_folder.Path, "boom.db");

        Assert.Equal(0, await RunAsync($"Data Source={file}"));

        Assert.True(File.Exists(file));
    }

    [Fact]
    public async Task Prepare_NoConnectionString_EndsWithCode2()
    {
        Assert.Equal(2, await RunAsync(null));

        Assert.Contains("ConnectionStrings__alertdb", await File.ReadAllTextAsync(Log, Token), StringComparison.Ordinal);
    }

    string Log => Path.Combine(_folder.Path, "prepare.log");

    async Task<int> RunAsync(string? alertDb, params string[] arguments)
    {
        await using var process = ChildProcess.StartStage(
            "prepare", "boom", ["prepare", .. arguments], new Dictionary<string, string?> { ["ConnectionStrings__alertdb"] = alertDb }, Log);
        Assert.True(await process.WaitAsync(Patience, Token));
        return process.ExitCode;
    }
}
