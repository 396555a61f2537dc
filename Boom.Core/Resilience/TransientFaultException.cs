namespace Boom.Core.Resilience;

/// <summary>A server is away or slow: the same call may work later. Stages pause and try again; they never drop work for it.</summary>
public sealed class TransientFaultException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>
    /// A fault as one that passes, or null when it is none. A call that is cancelled without our asking was cancelled by a client that has lost its
    /// connection.
    /// </summary>
    /// <param name="fault">As caught.</param>
    /// <param name="asked">What we may have cancelled the call by.</param>
    public static TransientFaultException? Of(Exception fault, CancellationToken asked) => fault switch
    {
        TransientFaultException transient => transient,
        OperationCanceledException when !asked.IsCancellationRequested
            => new TransientFaultException("A server has gone in the middle of a call.", fault),
        _ => null,
    };
}
