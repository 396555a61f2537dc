using Boom.Core.Store;

namespace Boom.Storage.Sqlite;

/// <content>The account of packets, and those that were given up.</content>
public sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public ValueTask RecordAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
        => entries.Count == 0 ? ValueTask.CompletedTask : WriteAsync(database => LedgerTable.Record(database, entries), cancellationToken);

    /// <inheritdoc/>
    public ValueTask RecordSpansAsync(IReadOnlyList<LedgerSpan> spans, CancellationToken cancellationToken)
        => spans.Count == 0 ? ValueTask.CompletedTask : WriteAsync(database => LedgerTable.Record(database, spans), cancellationToken);

    /// <inheritdoc/>
    public ValueTask IdentifyAsync(string topic, int partition, string topicId, CancellationToken cancellationToken)
        => WriteAsync(database => LedgerPartitionTable.Identify(database, topic, partition, topicId), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LedgerPartition>> ReadLedgerAsync(string? topic, CancellationToken cancellationToken)
        => new(Read(database => LedgerTable.Read(database, topic), cancellationToken));

    /// <inheritdoc/>
    public ValueTask AddDeadLettersAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken)
        => letters.Count == 0 ? ValueTask.CompletedTask : WriteAsync(database => DeadLetterTable.Add(database, letters), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(int limit, CancellationToken cancellationToken)
        => new(Read(database => DeadLetterTable.List(database, limit), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<DeadLetter?> FindDeadLetterAsync(string id, CancellationToken cancellationToken)
        => new(Read(database => DeadLetterTable.Find(database, id), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<bool> RemoveDeadLetterAsync(string id, bool discard, CancellationToken cancellationToken)
        => WriteAsync(
            database =>
            {
                if (DeadLetterTable.Find(database, id) is not { } letter)
                    return false;
                DeadLetterTable.Remove(database, id);
                if (discard && letter.Stage == DeadLetterStages.Alert)
                    LedgerTable.Record(database, [new LedgerEntry(letter.Origin, PacketOutcome.Rejected)]);
                return true;
            },
            cancellationToken);
}
