using Boom.Testing;
using Xunit;

namespace Boom.Tests.Storage.Mongo;

/// <summary>
/// The server of the tests on MongoDB: the one that ConnectionStrings__alertdb names, or one started for them; without either they are
/// skipped.
/// </summary>
public sealed class MongoTestServer : IAsyncLifetime
{
    string? _connectionString;
    MongoProcess? _process;

    public async ValueTask InitializeAsync()
    {
        _connectionString = Environment.GetEnvironmentVariable("ConnectionStrings__alertdb");
        if (!string.IsNullOrEmpty(_connectionString) || MongoProcess.Obstacle is not null)
            return;
        _process = await MongoProcess.StartAsync(FreePorts.Take(1)[0]);
        _connectionString = _process.ConnectionString;
    }

    /// <summary>A database for one test, or the reason why the test is skipped.</summary>
    public MongoDatabase Require()
    {
        Assert.SkipWhen(
            string.IsNullOrEmpty(_connectionString),
            $"No server of MongoDB: set ConnectionStrings__alertdb to one; none can be started, as {MongoProcess.Obstacle}.");
        return new(_connectionString!);
    }

    public ValueTask DisposeAsync()
    {
        _process?.Dispose();
        return ValueTask.CompletedTask;
    }
}
