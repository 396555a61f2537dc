using System.Globalization;
using Boom.Cli.Drill;
using Boom.Testing;
using StackExchange.Redis;

namespace Boom.Tests.Support;

/// <summary>A Valkey or Redis of one test, with settings of its own.</summary>
sealed class OwnValkey : IAsyncDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly ChildProcess _process;

    OwnValkey(string program, string[] settings)
    {
        var port = FreePorts.Take(1)[0];
        Address = DrillServers.Address(port);
        _process = ChildProcess.Start(
            program,
            program,
            ["--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _folder.Path, .. settings],
            new Dictionary<string, string?>(),
            Path.Combine(_folder.Path, "log"));
    }

    /// <summary>Host and port.</summary>
    public string Address { get; }

    /// <summary>Starts one; null when neither program is here.</summary>
    /// <param name="settings">As on its command line, e.g. <c>--save</c> and an empty text for no snapshots.</param>
    public static OwnValkey? Start(params string[] settings) =>
        Array.Find(["valkey-server", "redis-server"], TestServices.Has) is { } program ? new OwnValkey(program, settings) : null;

    /// <summary>A connection, made when the server has come up.</summary>
    public async Task<ConnectionMultiplexer> ConnectAsync(string options = "")
    {
        var connection = await ConnectionMultiplexer.ConnectAsync($"{Address},abortConnect=false,connectTimeout=10000{options}");
        for (var look = 0; look < 200 && !connection.IsConnected; look++)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}
