using System.Net;
using System.Net.Sockets;
using Boom.Hosting;
using Boom.Testing;

namespace Boom.Cli.Drill;

/// <summary>A server of the drill: a process, and the proxy that the programs reach it through.</summary>
/// <param name="name">Name for messages: kafka, valkey or mongodb.</param>
/// <param name="port">Where the process listens.</param>
/// <param name="proxy">In front of it.</param>
/// <param name="time">Clock of the waits.</param>
/// <param name="start">Starts the process on its data.</param>
internal sealed class DrillServer(string name, int port, FaultProxy proxy, TimeProvider time, Func<ChildProcess> start) : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    ChildProcess? _process;

    /// <summary>Name for messages.</summary>
    public string Name => name;

    /// <summary>Where it listens, without the proxy.</summary>
    public int Port => port;

    /// <summary>In front of it.</summary>
    public FaultProxy Proxy => proxy;

    /// <summary>Starts it and waits until it accepts connections.</summary>
    /// <exception cref="ExitException">It ends, or accepts none in two minutes.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _process = start();
        var began = time.GetTimestamp();
        while (!await AcceptsAsync(cancellationToken))
        {
            ThrowIfEnded(_process);
            if (time.GetElapsedTime(began) > Patience)
                throw new ExitException(ExitCode.Missing, $"{name} accepts no connection on port {port}: {_process.Tail()}");
            await Task.Delay(Look, time, cancellationToken);
        }

        // Something else may be what accepts.
        ThrowIfEnded(_process);
    }

    /// <summary>Ends it without a word, as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _process = null;
    }

    /// <summary>Asks it to end, and waits for that.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _process?.Signal(ChildProcess.SigTerm);
        if (_process is not null)
            await _process.WaitAsync(Patience, cancellationToken);
        await KillAsync();
    }

    /// <summary>It stands still: connections stay, nothing is answered.</summary>
    public void Freeze() => _process?.Signal(ChildProcess.SigStop);

    /// <summary>It goes on.</summary>
    public void Thaw() => _process?.Signal(ChildProcess.SigCont);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await proxy.DisposeAsync();
    }

    void ThrowIfEnded(ChildProcess process)
    {
        if (process.HasExited)
            throw new ExitException(ExitCode.Missing, $"{name} has ended at its start: {process.Tail()}");
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
