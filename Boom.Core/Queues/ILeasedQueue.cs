using Boom.Core.Resilience;

namespace Boom.Core.Queues;

/// <summary>
/// A first-in-first-out queue whose messages are leased, not taken: a claimed message comes back to its place when its lease runs out.
/// Every call is one round trip to the server, a few for a claim, whatever the size of the batch. Deadlines and times are those of the server's clock.
/// </summary>
public interface ILeasedQueue
{
    /// <summary>Name of the queue, e.g. <c>ZTF_alerts_packets_queue</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Appends the messages in order, all or none, and says how full the queue is with them. Throws <see cref="TransientFaultException"/> when the
    /// server is away.
    /// </summary>
    ValueTask<PushReceipt> PushAsync(IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken);

    /// <summary>
    /// Leases up to <paramref name="maxCount"/> of the oldest messages; empty, at once, when none waits. Whoever claims disposes the batch
    /// when nothing refers to its payloads any more.
    /// </summary>
    ValueTask<ClaimedBatch> ClaimAsync(int maxCount, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Has the leases end this much later from the server's present; messages that are leased to somebody else since are passed over.</summary>
    ValueTask RenewAsync(IReadOnlyList<ClaimedMessage> messages, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Settles claimed messages. Tickets that are unknown or leased to somebody else since are ignored.</summary>
    ValueTask SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken);

    /// <summary>
    /// Returns when something may have been pushed since the last claim that came back empty, and after <paramref name="longest"/> at the latest.
    /// Never throws for a server that is away.
    /// </summary>
    ValueTask WaitForPushAsync(TimeSpan longest, CancellationToken cancellationToken);

    /// <summary>Depth, bytes and age, in constant time.</summary>
    ValueTask<QueueStatus> GetStatusAsync(CancellationToken cancellationToken);
}
