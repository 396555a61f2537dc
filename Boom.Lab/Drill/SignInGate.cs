using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MongoDB.Bson;

namespace Boom.Lab.Drill;

/// <summary>
/// Stands in front of a MongoDB without users and asks for a user and a password (SCRAM-SHA-256); passes everything on once a connection is signed in.
/// As a fault it cuts connections, or stalls them, at each step of the sign-in.
/// </summary>
internal sealed class SignInGate : IAsyncDisposable
{
    /// <summary>User and password, in the connection string.</summary>
    public const string UserInfo = "drill:drill-secret";

    /// <summary>Steps at which a connection can break: each message of the sign-in before it is answered, and in the middle of the answer.</summary>
    const int Steps = 6;

    const int PieceBytes = 64 << 10;

    static readonly string[] Open = ["ping", "buildinfo", "endsessions"];

    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly int _targetPort;
    readonly CancellationTokenSource _stop = new();
    readonly ConcurrentDictionary<Socket, byte> _sockets = new();
    readonly Task _accepting;
    volatile TaskCompletionSource? _held;
    volatile bool _breaks;
    int _broken;

    SignInGate(int targetPort)
    {
        _targetPort = targetPort;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Connections that were broken in their sign-in.</summary>
    public int Broken => _broken;

    /// <summary>Listens on a free port, and passes on to a port of this machine.</summary>
    public static SignInGate Start(int targetPort) => new(targetPort);

    /// <summary>Cuts all connections, and those that come until <see cref="Mend"/> at one step of their sign-in, each at another.</summary>
    /// <param name="holds">They stand still until then, instead.</param>
    public void Break(bool holds)
    {
        _held = holds ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        _breaks = true;
        foreach (var socket in _sockets.Keys)
            socket.Dispose();
    }

    /// <summary>Ends the fault; what stood still goes on.</summary>
    public void Mend()
    {
        _breaks = false;
        Interlocked.Exchange(ref _held, null)?.TrySetResult();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Mend();
        foreach (var socket in _sockets.Keys)
            socket.Dispose();
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
            client.NoDelay = server.NoDelay = true;
            await server.ConnectAsync(IPAddress.Loopback, _targetPort, _stop.Token);
            if (await SignInAsync(client, server) is { } first)
            {
                await SendAsync(server, first.Bytes);
                await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException or OperationCanceledException)
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

    /// <summary>Answers the first message after the sign-in; null when the connection has ended before.</summary>
    async Task<MongoMessage?> SignInAsync(Socket client, Socket server)
    {
        var colon = UserInfo.IndexOf(':', StringComparison.Ordinal);
        var scram = new ScramServer(UserInfo[..colon], UserInfo[(colon + 1)..]);
        var breakAt = _breaks ? Interlocked.Increment(ref _broken) % Steps : -1;
        while (await MongoMessage.ReadAsync(client, _stop.Token) is { } message)
        {
            var command = message.Document;
            var name = command?.GetElement(0).Name.ToLowerInvariant();
            switch (name)
            {
                case "hello" or "ismaster":
                    if (!await AskAsync(client, server, message, breakAt))
                        return null;
                    break;
                case "saslstart":
                    if (!await AnswerAsync(client, message.Answer(scram.Start(command!)), breakAt, 2))
                        return null;
                    break;
                case "saslcontinue":
                    if (!await AnswerAsync(client, message.Answer(scram.Continue(command!)), breakAt, 4))
                        return null;
                    break;
                default:
                    if (scram.IsSignedIn)
                        return message;
                    if (name is not null && Open.Contains(name))
                    {
                        if (!await AskAsync(client, server, message, breakAt: -1))
                            return null;
                        break;
                    }

                    await SendAsync(client, message.Answer(ScramServer.Require(name ?? "")).Bytes);
                    break;
            }
        }

        return null;
    }

    async Task<bool> AskAsync(Socket client, Socket server, MongoMessage question, int breakAt)
    {
        await SendAsync(server, question.Bytes);
        while (await MongoMessage.ReadAsync(server, _stop.Token) is { } answer)
        {
            var wanted = question.Document is { } asked && asked.Contains("saslSupportedMechs");
            if (wanted && answer.Document is { } document)
                answer = question.Answer(document.Set("saslSupportedMechs", new BsonArray { ScramServer.Mechanism }));
            if (!await AnswerAsync(client, answer, breakAt, 0))
                return false;
            if (!answer.IsFollowed)
                return true;
        }

        return false;
    }

    /// <summary>Answers, unless the connection breaks here: before the answer at the step, in its middle at the one after it.</summary>
    async Task<bool> AnswerAsync(Socket client, MongoMessage answer, int breakAt, int step)
    {
        if (breakAt == step && !await GoesOnAsync())
            return false;
        if (breakAt != step + 1)
        {
            await SendAsync(client, answer.Bytes);
            return true;
        }

        var half = answer.Bytes.Length / 2;
        await SendAsync(client, answer.Bytes.AsMemory(0, half));
        if (!await GoesOnAsync())
            return false;
        await SendAsync(client, answer.Bytes.AsMemory(half));
        return true;
    }

    async Task<bool> GoesOnAsync()
    {
        if (_held is not { } held)
            return false;
        await held.Task;
        return true;
    }

    async Task PumpAsync(Socket from, Socket to)
    {
        var piece = new byte[PieceBytes];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(piece, _stop.Token)) > 0)
                await SendAsync(to, piece.AsMemory(0, count));
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Cut, or one side has closed.
        }
    }

    async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[await to.SendAsync(bytes, _stop.Token)..];
    }
}
