using Boom.Core.Queues;
using Boom.Core.Store;

namespace Boom.AlertWorker;

/// <summary>What a batch of packets comes to.</summary>
/// <param name="Writes">Alerts to store.</param>
/// <param name="Forward">Candids for the enricher, in order of arrival.</param>
/// <param name="Ledger">One outcome per packet.</param>
/// <param name="DeadLetters">Packets given up.</param>
public sealed record AlertOutcome(List<AlertWrite> Writes, List<QueueMessage> Forward, List<LedgerEntry> Ledger, List<DeadLetter> DeadLetters)
{
    /// <summary>Objects of the batch at places of watch lists.</summary>
    public List<WatchlistHit> WatchlistHits { get; } = [];
}
