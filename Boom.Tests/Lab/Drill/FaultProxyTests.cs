using System.Net;
using System.Net.Sockets;
using Boom.Lab.Drill;
using Xunit;

namespace Boom.Tests.Lab.Drill;

public sealed class FaultProxyTests : IAsyncLifetime
{
    static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    readonly TcpListener _echo = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    FaultProxy _proxy = null!;
    Task _echoing = Task.CompletedTask;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _echo.Start();
        _echoing = EchoAsync();
        _proxy = new FaultProxy(((IPEndPoint)_echo.LocalEndpoint).Port, TimeProvider.System);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _stop.CancelAsync();
        _echo.Stop();
        await _echoing;
        _stop.Dispose();
    }

    [Fact]
    public async Task Connection_NoFault_PassesWhatIsSentBothWays()
    {
        using var client = await ConnectAsync();
        var sent = new byte[300_000];
        new Random(1).NextBytes(sent);

        var writing = client.GetStream().WriteAsync(sent, Token).AsTask();
        var received = new byte[sent.Length];
        await client.GetStream().ReadExactlyAsync(received, Token);
        await writing;

        Assert.Equal(sent, received);
    }

    [Fact]
    public async Task Cut_LiveConnection_EndsAndANewOneWorks()
    {
        using var before = await ConnectAsync();
        Assert.True(await EchoesAsync(before));

        _proxy.Cut();

        Assert.False(await EchoesAsync(before));
        using var after = await ConnectAsync();
        Assert.True(await EchoesAsync(after));
    }

    [Fact]
    public async Task Refuse_UntilMended_EndsNewConnectionsToo()
    {
        _proxy.Refuse();
        using var during = await ConnectAsync();
        Assert.False(await EchoesAsync(during));

        _proxy.Mend();

        using var after = await ConnectAsync();
        Assert.True(await EchoesAsync(after));
    }

    [Fact]
    public async Task Hold_UntilMended_KeepsWhatIsSent()
    {
        using var client = await ConnectAsync();
        Assert.True(await EchoesAsync(client));

        _proxy.Hold();
        var answer = EchoesAsync(client);
        await Task.Delay(Short, TimeProvider.System, Token);
        Assert.False(answer.IsCompleted);

        _proxy.Mend();
        Assert.True(await answer);
    }

    [Fact]
    public async Task Delay_EveryPiece_IsLate()
    {
        using var client = await ConnectAsync();
        _proxy.Delay = Short;
        var began = TimeProvider.System.GetTimestamp();

        Assert.True(await EchoesAsync(client));

        // Once there and once back; a timer may be some milliseconds early.
        Assert.True(TimeProvider.System.GetElapsedTime(began) > Short * 1.8);
    }

    [Fact]
    public async Task Connection_ServerAway_IsClosed()
    {
        _echo.Stop();
        await _echoing;
        using var client = await ConnectAsync();

        Assert.False(await EchoesAsync(client));
    }

    async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _proxy.Port, Token);
        return client;
    }

    static async Task<bool> EchoesAsync(TcpClient client)
    {
        try
        {
            await client.GetStream().WriteAsync(new byte[] { 42 }, Token);
            return await client.GetStream().ReadAsync(new byte[1], Token) == 1;
        }
        catch (IOException)
        {
            return false;
        }
    }

    async Task EchoAsync()
    {
        var clients = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _echo.AcceptTcpClientAsync(_stop.Token);
                clients.Add(EchoAsync(client));
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end of the test.
        }
    }

    static async Task EchoAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await client.GetStream().CopyToAsync(client.GetStream());
            }
            catch (IOException)
            {
                // Cut.
            }
        }
    }
}
