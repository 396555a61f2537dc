using Boom.Core.Resilience;

namespace Boom.Core.Queues;

/// <summary>
/// Some messages of a batch cannot be processed until a server is back, and all others are processed to their durable end: those are settled, and these go back
/// to the queue for a moment; the attempt does not count.
/// </summary>
/// <param name="waiting">The messages that wait.</param>
/// <param name="reason">What they wait for.</param>
public sealed class MessagesWaitException(IReadOnlyCollection<ClaimedMessage> waiting, TransientFaultException reason) : Exception(reason.Message, reason)
{
    /// <summary>The messages that wait.</summary>
    public IReadOnlyCollection<ClaimedMessage> Waiting => waiting;
}
