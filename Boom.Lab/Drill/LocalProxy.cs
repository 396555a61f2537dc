using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Boom.Lab.Drill;

/// <summary>Listens on a free port of the loopback address and passes connections on to a port of this machine.</summary>
internal abstract class LocalProxy : IAsyncDisposable
{
    const int PieceBytes = 64 << 10;

    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly int _targetPort;
    readonly CancellationTokenSource _stop = new();
    readonly ConcurrentDictionary<Socket, byte> _sockets = new();
    readonly Task _accepting;

    protected LocalProxy(int targetPort)
    {
        _targetPort = targetPort;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>New connections are closed at once.</summary>
    protected virtual bool Refuses => false;

    /// <summary>Cuts every connection; new ones are welcome.</summary>
    public void Cut()
    {
        foreach (var socket in _sockets.Keys)
            socket.Dispose();
    }

    /// <summary>Ends every fault; what was held passes.</summary>
    public abstract void Mend();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Mend();
        Cut();
        await _accepting;
        _stop.Dispose();
    }

    /// <summary>What goes before the passing; false when it has ended the connection.</summary>
    protected virtual Task<bool> BeginAsync(Socket client, Socket server, CancellationToken stop) => Task.FromResult(true);

    /// <summary>Waited for before each piece of up to 64 kB, in both directions.</summary>
    protected virtual Task WaitAsync(CancellationToken stop) => Task.CompletedTask;

    protected static async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        while (bytes.Length > 0)
            bytes = bytes[await to.SendAsync(bytes, stop)..];
    }

    async Task AcceptAsync()
    {
        var passing = new List<Task>();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                passing.RemoveAll(task => task.IsCompleted);
                passing.Add(PassAsync(client));
            }
            catch (Exception fault) when (IsEnd(fault))
            {
                // Stopped, or a client that was gone before it was accepted.
            }
        }

        await Task.WhenAll(passing);
    }

    async Task PassAsync(Socket client)
    {
        var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _sockets[client] = _sockets[server] = 0;
        try
        {
            if (Refuses)
                return;
            client.NoDelay = server.NoDelay = true;
            await server.ConnectAsync(IPAddress.Loopback, _targetPort, _stop.Token);
            if (await BeginAsync(client, server, _stop.Token))
                await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
        }
        catch (Exception fault) when (IsEnd(fault))
        {
            // Cut, or the server is away: the client sees its connection closed.
        }
        finally
        {
            _sockets.TryRemove(client, out _);
            _sockets.TryRemove(server, out _);
            client.Dispose();
            server.Dispose();
        }
    }

    async Task PumpAsync(Socket from, Socket to)
    {
        var piece = new byte[PieceBytes];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(piece, _stop.Token)) > 0)
            {
                await WaitAsync(_stop.Token);
                await SendAsync(to, piece.AsMemory(0, count), _stop.Token);
            }
        }
        catch (Exception fault) when (IsEnd(fault))
        {
            // Cut, or one side has closed.
        }
    }

    static bool IsEnd(Exception fault) => fault is SocketException or ObjectDisposedException or OperationCanceledException;
}
