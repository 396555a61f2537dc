using StackExchange.Redis;
using Xunit;

namespace Boom.Tests.Support;

/// <summary>
/// The Valkey or Redis of the tests: the one that ConnectionStrings__valkey names, or one started for them; without either they are skipped.
/// </summary>
public sealed class ValkeyTestServer : IAsyncLifetime
{
    OwnValkey? _own;
    IConnectionMultiplexer? _connection;

    /// <summary>A connection, or the reason why the test is skipped.</summary>
    public IConnectionMultiplexer Require()
    {
        Assert.SkipWhen(
            _connection is null, "No Valkey or Redis: set ConnectionStrings__valkey to one, or install valkey-server or redis-server.");
        return _connection!;
    }

    public async ValueTask InitializeAsync()
    {
        var address = Environment.GetEnvironmentVariable("ConnectionStrings__valkey");
        if (!string.IsNullOrEmpty(address))
            _connection = await ConnectionMultiplexer.ConnectAsync(address + ",abortConnect=false,connectTimeout=10000");
        else if ((_own = OwnValkey.Start("--save", "")) is not null)
            _connection = await _own.ConnectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        if (_own is not null)
            await _own.DisposeAsync();
    }
}
