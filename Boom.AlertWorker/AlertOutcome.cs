using Boom.Core.Queues;
using Boom.Core.Store;

namespace Boom.AlertWorker;

/// <summary>What a batch of packets comes to.</summary>
public sealed class AlertOutcome
{
    /// <summary>Alerts to store.</summary>
    public List<AlertWrite> Writes { get; } = [];

    /// <summary>Candids for the enricher, in order of arrival.</summary>
    public List<QueueMessage> Forward { get; } = [];

    /// <summary>One outcome per packet.</summary>
    public List<LedgerEntry> Ledger { get; } = [];

    /// <summary>Packets given up.</summary>
    public List<DeadLetter> DeadLetters { get; } = [];
}
