using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using MongoDB.Bson;

namespace Boom.Storage.Mongo;

/// <summary>
/// Finds out whether a server that ends every conversation speaks TLS where the client does not, or the other way round. Either looks like a lost
/// connection, which a server that starts or ends gives too; one word in the other way of speaking decides.
/// </summary>
static class TlsProbe
{
    const int OpMsg = 2013, HeaderBytes = 16, RequestId = 1;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>A sentence that says what to correct, or null.</summary>
    /// <param name="server">The server.</param>
    /// <param name="usesTls">How the client speaks.</param>
    public static async Task<string?> FindMismatchAsync(EndPoint server, bool usesTls)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(server, patience.Token);
            await using var stream = new NetworkStream(socket);
            if (usesTls)
            {
                return await AnswersPlainlyAsync(stream, patience.Token)
                    ? $"The server speaks without TLS: take tls=true out of {MongoStoreOptions.ConnectionKey}, or switch TLS on at the server."
                    : null;
            }

            return await AnswersEncryptedAsync(stream, patience.Token)
                ? $"The server speaks TLS only: add tls=true to {MongoStoreOptions.ConnectionKey}, and its authority with AlertDb:CaFile when the machine does not trust it."
                : null;
        }
        catch (Exception fault) when (fault is IOException or SocketException or AuthenticationException or OperationCanceledException)
        {
            return null;
        }
    }

    static async Task<bool> AnswersEncryptedAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        // Nothing is said on this connection, so it does not matter who the server is.
        var options = new SslClientAuthenticationOptions { TargetHost = "", RemoteCertificateValidationCallback = (_, _, _, _) => true };
        await using var encrypted = new SslStream(stream, leaveInnerStreamOpen: true);
        await encrypted.AuthenticateAsClientAsync(options, cancellationToken);
        return true;
    }

    /// <summary>Asks with a message of MongoDB's protocol (OP_MSG with one document).</summary>
    static async Task<bool> AnswersPlainlyAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var hello = new BsonDocument { { "hello", 1 }, { "$db", "admin" } }.ToBson();
        var message = new byte[HeaderBytes + 4 + 1 + hello.Length];
        BinaryPrimitives.WriteInt32LittleEndian(message, message.Length);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(4), RequestId);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(12), OpMsg);
        hello.CopyTo(message, HeaderBytes + 5);
        await stream.WriteAsync(message, cancellationToken);
        var header = new byte[HeaderBytes];
        await stream.ReadExactlyAsync(header, cancellationToken);
        return BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8)) == RequestId && BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(12)) == OpMsg;
    }
}
