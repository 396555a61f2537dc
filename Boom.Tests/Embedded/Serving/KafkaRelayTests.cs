using System.Net;
using System.Net.Sockets;
using Boom.Embedded;
using Boom.Embedded.Serving;
using Boom.Testing;
using Xunit;

namespace Boom.Tests.Embedded.Serving;

public sealed class KafkaRelayTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connection_BytesBothWays_AreTheBrokers()
    {
        using var broker = new TcpListener(IPAddress.Loopback, 0);
        broker.Start();
        await using var relay = KafkaRelay.Start(0, broker.LocalEndpoint.ToString()!);
        using var client = new TcpClient();
        await client.ConnectAsync(IPEndPoint.Parse(relay.Address), Token);
        using var accepted = await broker.AcceptTcpClientAsync(Token);

        await client.GetStream().WriteAsync("ask"u8.ToArray(), Token);
        var asked = new byte[3];
        await accepted.GetStream().ReadExactlyAsync(asked, Token);
        await accepted.GetStream().WriteAsync("answer"u8.ToArray(), Token);
        var answered = new byte[6];
        await client.GetStream().ReadExactlyAsync(answered, Token);

        Assert.Equal("ask"u8.ToArray(), asked);
        Assert.Equal("answer"u8.ToArray(), answered);
    }

    [Fact]
    public async Task Connection_BrokerIsGone_Ends()
    {
        var gone = FreePorts.Take(1)[0];
        await using var relay = KafkaRelay.Start(0, $"127.0.0.1:{gone}");
        using var client = new TcpClient();
        await client.ConnectAsync(IPEndPoint.Parse(relay.Address), Token);

        Assert.Equal(0, await client.GetStream().ReadAsync(new byte[1], Token));
    }

    [Fact]
    public void Start_PortIsTaken_NamesTheOption()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var fault = Assert.Throws<StackException>(() => KafkaRelay.Start(((IPEndPoint)other.LocalEndpoint).Port, "127.0.0.1:1"));

        Assert.Contains("--kafka-port", fault.Message, StringComparison.Ordinal);
    }
}
