using System.Runtime.InteropServices;

namespace Boom.Cli.Parsing;

/// <summary>Hears Ctrl+C and SIGTERM from the first moment on, before a command listens itself: it then ends as one that has just begun.</summary>
internal sealed class StopSignal : IDisposable
{
    readonly CancellationTokenSource _source;
    readonly PosixSignalRegistration _interrupt;
    readonly PosixSignalRegistration _terminate;

    StopSignal(CancellationToken cancellationToken)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    }

    /// <summary>Cancelled by the signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Listens until it is disposed.</summary>
    /// <param name="cancellationToken">Stops as the signal does.</param>
    public static StopSignal Listen(CancellationToken cancellationToken) => new(cancellationToken);

    /// <summary>Listens no longer: what follows hears nothing of the token, and ends as any program does.</summary>
    public void Leave()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
    }

    void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The command has just ended.
        }
    }

    public void Dispose()
    {
        Leave();
        _source.Dispose();
    }
}
