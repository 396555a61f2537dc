using System.Net;
using System.Net.Sockets;
using Garnet;
using Garnet.server;
using Microsoft.Extensions.Logging;

namespace Boom.Embedded.Servers;

/// <summary>
/// Garnet in this process, on a free loopback port, in memory alone: no append-only file, no disk. Scripts run as transactions, so that
/// they exclude each other as they do on Valkey and Redis.
/// </summary>
public sealed class EmbeddedQueueServer : IDisposable
{
    readonly GarnetServer _server;

    EmbeddedQueueServer(GarnetServer server, int port) => (_server, Port) = (server, port);

    /// <summary>Port on the loopback address.</summary>
    public int Port { get; }

    /// <summary>Configuration for StackExchange.Redis.</summary>
    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <summary>Starts a server.</summary>
    /// <param name="loggerFactory">Log; null for none.</param>
    /// <param name="port">Port on the loopback address; 0 for any.</param>
    /// <exception cref="InvalidOperationException">No port could be had.</exception>
    /// <exception cref="StackException">The port that was asked for is taken.</exception>
    public static EmbeddedQueueServer Start(ILoggerFactory? loggerFactory = null, int port = 0)
    {
        // Garnet cannot choose a port itself; another process may take the free one before Garnet does.
        const int attempts = 10;
        for (var attempt = 1; ; attempt++)
        {
            var chosen = port == 0 ? FindFreePort() : port;
            GarnetServer? server = null;
            try
            {
                server = new GarnetServer(CreateOptions(chosen), loggerFactory);
                server.Start();
                return new EmbeddedQueueServer(server, chosen);
            }
            catch (Exception fault) when (fault is SocketException || fault.InnerException is SocketException)
            {
                server?.Dispose();
                if (port != 0)
                    throw new StackException($"Port {port} cannot be used for the queue server ({fault.GetBaseException().Message}): give another with --valkey-port.", fault);
                if (attempt == attempts)
                    throw new InvalidOperationException($"The embedded queue server found no free port on 127.0.0.1: {fault.Message}", fault);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    static GarnetServerOptions CreateOptions(int port) => new()
    {
        EndPoints = [new IPEndPoint(IPAddress.Loopback, port)],
        EnableLua = true,
        LuaOptions = new LuaOptions(),
        LuaTransactionMode = true,
        QuietMode = true,
        DisablePubSub = false,

        // The log holds a few records per queue; what the records refer to lies on the heap. The limit covers both: above it Garnet
        // would evict, so it is far above what the consumer lets into a queue.
        LogMemorySize = "2g",
        PageSize = "1m",
        PageCount = 16,
        IndexMemorySize = "1m",
        NetworkReceiveBufferMaxSize = "16m",
        SessionScratchBufferMaxRetainedSize = "16m",
        EnableStorageTier = false,
        EnableAOF = false,
    };

    static int FindFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
