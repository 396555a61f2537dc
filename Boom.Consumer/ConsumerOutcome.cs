using Boom.Core.Queues;
using Boom.Core.Store;

namespace Boom.Consumer;

/// <summary>What becomes of a batch.</summary>
/// <param name="Messages">To be queued, in order.</param>
/// <param name="Rejected">Empty records, for the ledger.</param>
/// <param name="Skipped">Number of packets accounted for already.</param>
/// <param name="Bytes">Payload bytes of the messages.</param>
public sealed record ConsumerOutcome(IReadOnlyList<QueueMessage> Messages, IReadOnlyList<LedgerEntry> Rejected, int Skipped, long Bytes);
