using Boom.Core.Resilience;

namespace Boom.Core.Queues;

/// <summary>A look into a queue that claims nothing.</summary>
public interface IQueueContents
{
    /// <summary>
    /// The messages that wait or are leased, in no order, a page at a time. A message that is there from beginning to end is told at least
    /// once; one that comes or goes meanwhile may be left out. Payloads of more than 256 bytes are empty here.
    /// Throws <see cref="TransientFaultException"/> when the server is away.
    /// </summary>
    IAsyncEnumerable<QueueMessage> ReadAsync(CancellationToken cancellationToken);
}
