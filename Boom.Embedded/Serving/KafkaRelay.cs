using System.Net;
using System.Net.Sockets;

namespace Boom.Embedded.Serving;

/// <summary>
/// A port of our choice for the first contact with the embedded broker, which chooses its own: a client asks here which brokers there are, and goes to
/// them directly from then on.
/// </summary>
sealed class KafkaRelay : IAsyncDisposable
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    readonly TcpListener _listener;
    readonly int _target;
    readonly Func<Stream, Stream, CancellationToken, Task> _passOn;
    readonly CancellationTokenSource _stop = new();
    readonly Task _accepting;

    KafkaRelay(TcpListener listener, int target, Func<Stream, Stream, CancellationToken, Task> passOn)
    {
        (_listener, _target, _passOn) = (listener, target, passOn);
        _accepting = AcceptAsync();
    }

    /// <summary>Host and port that clients are given.</summary>
    public string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>Listens on the loopback address.</summary>
    /// <param name="port">The port; 0 for any.</param>
    /// <param name="target">Address of the broker, <c>127.0.0.1:port</c>.</param>
    /// <param name="option">What sets the port.</param>
    /// <param name="passOn">What is done with a connection of a client and one to the broker, until it returns; null for passing on what comes.</param>
    /// <exception cref="StackException">The port is taken.</exception>
    public static KafkaRelay Start(int port, string target, string option = "--kafka-port", Func<Stream, Stream, CancellationToken, Task>? passOn = null)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
        }
        catch (SocketException fault)
        {
            listener.Dispose();
            throw new StackException($"Port {port} cannot be used for Kafka ({fault.Message}): give another with {option}.", fault);
        }

        return new KafkaRelay(listener, IPEndPoint.Parse(target).Port, passOn ?? CopyBothAsync);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                _ = PassOnAsync(client, _stop.Token);
            }
            catch (SocketException) when (!_stop.IsCancellationRequested)
            {
                // A client that was gone before it was accepted, or no handles left for the moment.
                await Task.Delay(Pause, TimeProvider.System, _stop.Token);
            }
        }
    }

    async Task PassOnAsync(Socket client, CancellationToken stop)
    {
        using (client)
        using (var broker = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            try
            {
                (client.NoDelay, broker.NoDelay) = (true, true);
                await broker.ConnectAsync(IPAddress.Loopback, _target, stop);
                await using var fromClient = new NetworkStream(client);
                await using var fromBroker = new NetworkStream(broker);
                await _passOn(fromClient, fromBroker, stop);
            }
            catch (Exception fault) when (fault is SocketException or IOException or InvalidDataException or OperationCanceledException or ObjectDisposedException)
            {
                // The client sees its connection end, and comes again.
            }
        }
    }

    static Task CopyBothAsync(Stream client, Stream broker, CancellationToken stop) =>
        Task.WhenAny(client.CopyToAsync(broker, stop), broker.CopyToAsync(client, stop));
}
