using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace Boom.Tests.Storage.Mongo;

/// <summary>
/// A server that speaks MongoDB's protocol as a test wants it: OP_MSG, and OP_QUERY for the first word of a connection. It may stand before another
/// one, and may speak TLS.
/// </summary>
sealed class ScriptedMongo : IDisposable
{
    const int OpReply = 1, OpQuery = 2004, OpMsg = 2013, HeaderBytes = 16;

    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    readonly ConcurrentBag<IDisposable> _sockets = [];
    readonly Func<BsonDocument, ScriptedAnswer> _script;
    readonly X509Certificate2? _certificate;
    readonly int? _behind;

    /// <summary>Starts one.</summary>
    /// <param name="script">What it does with each command.</param>
    /// <param name="behind">Port of the server behind it.</param>
    /// <param name="certificate">Its certificate, if it speaks TLS.</param>
    public ScriptedMongo(Func<BsonDocument, ScriptedAnswer> script, int? behind = null, X509Certificate2? certificate = null)
    {
        (_script, _behind, _certificate) = (script, behind, certificate);
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Commands in order of arrival.</summary>
    public ConcurrentQueue<BsonDocument> Commands { get; } = [];

    public static ScriptedAnswer Ok(params BsonElement[] elements) => new ScriptedAnswer.Reply(new BsonDocument("ok", 1).AddRange(elements));

    /// <summary>The answer to a first word.</summary>
    public static ScriptedAnswer Hello(string? setName = null)
    {
        var hello = new BsonDocument
        {
            { "ok", 1 }, { "ismaster", true }, { "isWritablePrimary", true }, { "helloOk", true }, { "minWireVersion", 0 }, { "maxWireVersion", 21 },
            { "maxBsonObjectSize", 16 << 20 }, { "maxMessageSizeBytes", 48_000_000 }, { "maxWriteBatchSize", 100_000 },
        };
        if (setName is not null)
            hello.Add("setName", setName);
        return new ScriptedAnswer.Reply(hello);
    }

    public static bool IsHello(BsonDocument command) => command.GetElement(0).Name is "hello" or "ismaster" or "isMaster";

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        foreach (var socket in _sockets)
            socket.Dispose();
    }

    async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _sockets.Add(client);
                _ = Task.Run(() => ServeAsync(client));
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    async Task ServeAsync(TcpClient client)
    {
        try
        {
            using var _ = client;
            Stream stream = client.GetStream();
            if (_certificate is not null)
            {
                var encrypted = new SslStream(stream);
                await encrypted.AuthenticateAsServerAsync(_certificate);
                stream = encrypted;
            }

            using var behind = _behind is null ? null : new TcpClient();
            if (behind is not null)
                await behind.ConnectAsync(IPAddress.Loopback, _behind!.Value, _stop.Token);
            while (await ReadAsync(stream) is { } message)
            {
                var command = Parse(message);
                Commands.Enqueue(command);
                switch (_script(command))
                {
                    case ScriptedAnswer.Reply reply:
                        await stream.WriteAsync(Encode(message, reply.Document), _stop.Token);
                        break;
                    case ScriptedAnswer.PassOn passed:
                        await (passed.Until ?? Task.CompletedTask).WaitAsync(_stop.Token);
                        await behind!.GetStream().WriteAsync(message, _stop.Token);
                        await stream.WriteAsync((await ReadAsync(behind.GetStream()))!, _stop.Token);
                        break;
                    case ScriptedAnswer.Stall:
                        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop.Token);
                        break;
                    default:
                        return;
                }
            }
        }
        catch (Exception fault) when (fault is IOException or SocketException or OperationCanceledException or ObjectDisposedException
            or System.Security.Authentication.AuthenticationException)
        {
            // The client has gone, or the test is over.
        }
    }

    async Task<byte[]?> ReadAsync(Stream stream)
    {
        var header = new byte[HeaderBytes];
        if (await stream.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, _stop.Token) < HeaderBytes)
            return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length is < HeaderBytes or > 100_000_000)
            return null;
        var message = new byte[length];
        header.CopyTo(message, 0);
        await stream.ReadExactlyAsync(message.AsMemory(HeaderBytes), _stop.Token);
        return message;
    }

    /// <summary>The document of a command; that of an OP_MSG stands behind its flags and a zero.</summary>
    static BsonDocument Parse(byte[] message)
    {
        var at = HeaderBytes + 4;
        if (BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(12)) == OpQuery)
            at = Array.IndexOf(message, (byte)0, at) + 1 + 8;
        else
            at++;
        var length = BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(at));
        return BsonSerializer.Deserialize<BsonDocument>(message[at..(at + length)]);
    }

    static byte[] Encode(byte[] request, BsonDocument document)
    {
        var body = document.ToBson();
        var isQuery = BinaryPrimitives.ReadInt32LittleEndian(request.AsSpan(12)) == OpQuery;
        var message = new byte[HeaderBytes + (isQuery ? 20 : 5) + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(message, message.Length);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(8), BinaryPrimitives.ReadInt32LittleEndian(request.AsSpan(4)));
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(12), isQuery ? OpReply : OpMsg);
        if (isQuery)
            BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(HeaderBytes + 16), 1);
        body.CopyTo(message, message.Length - body.Length);
        return message;
    }
}
