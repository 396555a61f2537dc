using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace Boom.Messaging.Queues;

/// <summary>Finds out why a queue server cannot be reached, which its client does not tell.</summary>
public static class ValkeyProbe
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>A clause on the first of the servers that has something wrong; null when they are only away.</summary>
    public static async Task<string?> FindReasonAsync(ConfigurationOptions configuration, TimeProvider time)
    {
        foreach (var endPoint in configuration.EndPoints)
        {
            using var limit = new CancellationTokenSource(Patience, time);
            if (await FindReasonAsync(endPoint, configuration.Ssl, limit.Token) is { } reason)
                return reason;
        }

        return null;
    }

    static async Task<string?> FindReasonAsync(EndPoint endPoint, bool isEncrypted, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            if (endPoint is DnsEndPoint name)
                await client.ConnectAsync(name.Host, PortOf(name.Port, isEncrypted), cancellationToken);
            else if (endPoint is IPEndPoint address)
                await client.ConnectAsync(address.Address, PortOf(address.Port, isEncrypted), cancellationToken);
            else
                return null;

            return isEncrypted || await SpeaksRespAsync(client.GetStream(), cancellationToken)
                ? null
                : $"what answers at {NameOf(endPoint)} does not speak the protocol of Valkey";
        }
        catch (SocketException fault) when (fault.SocketErrorCode is SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData)
        {
            return $"the name service does not know {NameOf(endPoint)}";
        }
        catch (Exception fault) when (fault is SocketException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    // A connection string need not name one.
    static int PortOf(int port, bool isEncrypted) => port != 0 ? port : isEncrypted ? 6380 : 6379;

    static string NameOf(EndPoint endPoint) => endPoint switch
    {
        DnsEndPoint { Port: 0 } name => name.Host,
        DnsEndPoint name => FormattableString.Invariant($"{name.Host}:{name.Port}"),
        _ => endPoint.ToString()!,
    };

    // Whatever it thinks of a PING, it answers with a line of its protocol, an error at worst. https://valkey.io/topics/protocol/
    static async Task<bool> SpeaksRespAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync("PING\r\n"u8.ToArray(), cancellationToken);
        var reply = new byte[1];
        return await stream.ReadAsync(reply, cancellationToken) == 0 || "+-*$:%~_#,(=>"u8.Contains(reply[0]);
    }
}
