using Boom.Core.Resilience;

namespace Boom.Core.Queues;

/// <summary>The work of a stage, as <see cref="LeaseLoop"/> calls it.</summary>
public interface IBatchProcessor : IDisposable
{
    /// <summary>
    /// Processes a batch to its durable end, dead letters included. Must be idempotent: it is called again after a
    /// <see cref="TransientFaultException"/> or <see cref="PermanentFaultException"/>, and with each half of the batch after any other exception.
    /// </summary>
    /// <exception cref="MessagesWaitException">A part of the batch is processed, the rest waits for a server.</exception>
    ValueTask ProcessAsync(IReadOnlyList<ClaimedMessage> batch, CancellationToken cancellationToken);

    /// <summary>Keeps a message as a dead letter: its last attempt has failed.</summary>
    /// <param name="message">The message, with the number of the attempt that was its last.</param>
    /// <param name="reason">One sentence for a person.</param>
    /// <param name="cancellationToken">Not signalled by a stop.</param>
    ValueTask GiveUpAsync(ClaimedMessage message, string reason, CancellationToken cancellationToken);
}
