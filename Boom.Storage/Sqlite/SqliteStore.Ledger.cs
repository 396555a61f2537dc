using Boom.Core.Store;

namespace Boom.Storage.Sqlite;

/// <content>The account of packets, and those that were given up.</content>
public sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public async ValueTask RecordAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
            return;
        await WriteAsync(
            database =>
            {
                LedgerTable.Record(database, entries);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask RecordSpansAsync(IReadOnlyList<LedgerSpan> spans, CancellationToken cancellationToken)
    {
        if (spans.Count == 0)
            return;
        await WriteAsync(
            database =>
            {
                LedgerTable.Record(database, spans);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask IdentifyAsync(string topic, int partition, string topicId, CancellationToken cancellationToken)
        => await WriteAsync(
            database =>
            {
                LedgerPartitionTable.Identify(database, topic, partition, topicId);
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LedgerPartition>> ReadLedgerAsync(string? topic, CancellationToken cancellationToken)
        => new(Read(database => LedgerTable.Read(database, topic), cancellationToken));

    /// <inheritdoc/>
    public async ValueTask AddDeadLettersAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken)
    {
        if (letters.Count == 0)
            return;
        await WriteAsync(
            database =>
            {
                DeadLetterTable.Add(database, letters);
                return true;
            },
            cancellationToken);
    }

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
