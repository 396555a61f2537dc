using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Boom.Lab.Drill;

/// <summary>
/// A TCP proxy on the loopback address that can misbehave as networks do: cut connections, turn new ones away, stand still, be slow.
/// </summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    const int PieceBytes = 64 << 10;

    readonly TcpListener _listener;
    readonly int _targetPort;
    readonly TimeProvider _time;
    readonly CancellationTokenSource _stop = new();
    readonly ConcurrentDictionary<Socket, byte> _sockets = new();
    readonly Task _accepting;
    volatile TaskCompletionSource? _gate;
    long _delayTicks;
    volatile bool _refuses;

    FaultProxy(int targetPort, TimeProvider time)
    {
        _targetPort = targetPort;
        _time = time;
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Waited before each piece of up to 64 kB, in both directions.</summary>
    public TimeSpan Delay
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _delayTicks));
        set => Interlocked.Exchange(ref _delayTicks, value.Ticks);
    }

    /// <summary>Listens on a free port, and passes on to a port of this machine.</summary>
    public static FaultProxy Start(int targetPort, TimeProvider time) => new(targetPort, time);

    /// <summary>Cuts every connection; new ones are welcome.</summary>
    public void Cut()
    {
        foreach (var socket in _sockets.Keys)
            socket.Dispose();
    }

    /// <summary>Cuts every connection and closes new ones at once, until <see cref="Mend"/>.</summary>
    public void Refuse()
    {
        _refuses = true;
        Cut();
    }

    /// <summary>Connections stay and nothing passes, until <see cref="Mend"/>.</summary>
    public void Hold() => _gate ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends every fault; what was held passes now.</summary>
    public void Mend()
    {
        _refuses = false;
        Delay = TimeSpan.Zero;
        Interlocked.Exchange(ref _gate, null)?.TrySetResult();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Mend();
        Cut();
        await _accepting;
        _stop.Dispose();
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
            catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
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
            if (_refuses)
                return;
            client.NoDelay = server.NoDelay = true;
            await server.ConnectAsync(IPAddress.Loopback, _targetPort, _stop.Token);
            await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The server is away: the client sees its connection closed.
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
                if (_gate is { } gate)
                    await gate.Task;
                if (Delay > TimeSpan.Zero)
                    await Task.Delay(Delay, _time, _stop.Token);
                for (var sent = 0; sent < count;)
                    sent += await to.SendAsync(piece.AsMemory(sent, count - sent), _stop.Token);
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Cut, or one side has closed.
        }
    }
}
