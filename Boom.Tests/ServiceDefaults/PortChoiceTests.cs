using System.Net;
using System.Net.Sockets;
using Boom.ServiceDefaults;
using Xunit;

namespace Boom.Tests.ServiceDefaults;

public sealed class PortChoiceTests
{
    [Theory]
    [InlineData("9090", 9090, false)]
    [InlineData("9090+", 9090, true)]
    [InlineData("0", 0, false)]
    public void TryParse_Port_IsRead(string text, int port, bool orNext)
    {
        Assert.True(PortChoice.TryParse(text, out var choice));

        Assert.Equal(new PortChoice(port, orNext), choice);
    }

    [Theory]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("-1")]
    [InlineData("65536")]
    [InlineData("http")]
    [InlineData("9090-")]
    public void TryParse_NoPort_IsRefused(string text) => Assert.False(PortChoice.TryParse(text, out _));

    [Fact]
    public void Resolve_TakenAndTheNextWillDo_IsAHigherPort()
    {
        using var taken = Take(out var port);

        Assert.InRange(new PortChoice(port, OrNext: true).Resolve(IPAddress.Loopback), port + 1, 65_535);
    }

    [Fact]
    public void Resolve_TakenAndNothingElseWillDo_IsThatPort()
    {
        using var taken = Take(out var port);

        Assert.Equal(port, new PortChoice(port, OrNext: false).Resolve(IPAddress.Loopback));
    }

    static TcpListener Take(out int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return listener;
    }
}
