using System.Globalization;
using Boom.Cli.Drill;
using Boom.Cli.Hosting;
using StackExchange.Redis;
using Xunit;

namespace Boom.Tests.Support;

/// <summary>
/// The Valkey or Redis of the tests: the one that ConnectionStrings__valkey names, or one started for them; without either they are skipped.
/// </summary>
public sealed class ValkeyTestServer : IAsyncLifetime
{
    readonly TemporaryFolder _folder = new();
    ChildProcess? _process;
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
        if (string.IsNullOrEmpty(address))
            address = StartOwn();
        if (address is not null)
            _connection = await ConnectAsync(address);
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        if (_process is not null)
            await _process.DisposeAsync();
        _folder.Dispose();
    }

    string? StartOwn()
    {
        if (Array.Find(["valkey-server", "redis-server"], TestServices.Has) is not { } program)
            return null;
        var port = FreePorts.Take(1)[0];
        _process = ChildProcess.Start(
            program,
            program,
            ["--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--dir", _folder.Path],
            new Dictionary<string, string?>(),
            Path.Combine(_folder.Path, "log"));
        return DrillServers.Address(port);
    }

    static async Task<IConnectionMultiplexer> ConnectAsync(string address)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(address + ",abortConnect=false,connectTimeout=10000");
        for (var look = 0; look < 200 && !connection.IsConnected; look++)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        return connection;
    }
}
