using System.Net;
using System.Net.Sockets;
using Boom.Hosting;
using Boom.Testing;

namespace Boom.Lab.Drill;

/// <summary>A server of the drill: a process, and the proxy that the programs reach it through.</summary>
/// <param name="name">Name for messages: kafka, valkey or mongodb.</param>
/// <param name="start">Starts the process on its data.</param>
internal sealed class DrillServer(string name, int port, FaultProxy proxy, TimeProvider time, Func<ChildProcess> start) : DrillProcess(name)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>Where it listens, without the proxy.</summary>
    public int Port => port;

    public FaultProxy Proxy => proxy;

    /// <summary>Starts it and waits until it accepts connections.</summary>
    /// <exception cref="ExitException">It ends, or accepts none in two minutes.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Process = start();
        var began = time.GetTimestamp();
        while (!await AcceptsAsync(cancellationToken))
        {
            ThrowIfEnded(Process);
            if (time.GetElapsedTime(began) > Patience)
                throw new ExitException(ExitCode.Missing, $"{Name} accepts no connection on port {port}: {Process.Tail()}");
            await Task.Delay(Look, time, cancellationToken);
        }

        // Something else may be what accepts.
        ThrowIfEnded(Process);
    }

    /// <summary>Asks it to end, and waits for that.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Process?.Signal(ChildProcess.SigTerm);
        if (Process is not null)
            await Process.WaitAsync(Patience, cancellationToken);
        await KillAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await KillAsync();
        await proxy.DisposeAsync();
    }

    void ThrowIfEnded(ChildProcess process)
    {
        if (process.HasExited)
            throw new ExitException(ExitCode.Missing, $"{Name} has ended at its start: {process.Tail()}");
    }

    async Task<bool> AcceptsAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
