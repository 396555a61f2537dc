using Boom.Core.Resilience;

namespace Boom.Core.Queues;

/// <summary>
/// Some messages of a batch cannot be processed until a server is back, and all others are processed to their durable end: those are settled, and these go back
/// to the queue for a moment; the attempt does not count.
/// </summary>
/// <param name="waiting">The messages that wait.</param>
/// <param name="reason">What they wait for: a <see cref="TransientFaultException"/>, or a <see cref="PermanentFaultException"/> where somebody must act.</param>
public sealed class MessagesWaitException(IReadOnlyCollection<ClaimedMessage> waiting, Exception reason) : Exception(reason.Message, reason)
{
    /// <summary>Whether no waiting mends it.</summary>
    public bool IsRefused => InnerException is PermanentFaultException;

    /// <summary>The messages that wait.</summary>
    public IReadOnlyCollection<ClaimedMessage> Waiting => waiting;
}
