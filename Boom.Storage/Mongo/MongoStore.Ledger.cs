using Boom.Core.Store;

namespace Boom.Storage.Mongo;

/// <content>The account of packets, and those that were given up.</content>
public sealed partial class MongoStore
{
    /// <inheritdoc/>
    public async ValueTask RecordAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
            return;
        await EnsureIndexesOnceAsync(null, cancellationToken);
        await _ledger.RecordAsync(entries, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask RecordSpansAsync(IReadOnlyList<LedgerSpan> spans, CancellationToken cancellationToken)
    {
        await EnsureIndexesOnceAsync(null, cancellationToken);
        await _ledger.RecordAsync(spans, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask IdentifyAsync(string topic, int partition, string topicId, CancellationToken cancellationToken)
    {
        await EnsureIndexesOnceAsync(null, cancellationToken);
        await _ledger.IdentifyAsync(topic, partition, topicId, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LedgerPartition>> ReadLedgerAsync(string? topic, CancellationToken cancellationToken)
    {
        await _format.CheckAsync(cancellationToken);
        return await _ledger.ReadAsync(topic, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask AddDeadLettersAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken)
    {
        if (letters.Count == 0)
            return;
        await EnsureIndexesOnceAsync(null, cancellationToken);
        await _letters.PutAsync(letters, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(int limit, CancellationToken cancellationToken)
    {
        await _format.CheckAsync(cancellationToken);
        return await _letters.ListAsync(limit, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<DeadLetter?> FindDeadLetterAsync(string id, CancellationToken cancellationToken)
        => await _letters.FindAsync(id, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveDeadLetterAsync(string id, bool discard, CancellationToken cancellationToken)
    {
        await EnsureIndexesOnceAsync(null, cancellationToken);
        if (await _letters.FindAsync(id, cancellationToken) is not { } letter)
            return false;

        // A discard that ends in between leaves the letter, and can be repeated.
        if (discard && letter.Stage == DeadLetterStages.Alert)
            await _ledger.RecordAsync([new LedgerEntry(letter.Origin, PacketOutcome.Rejected)], cancellationToken);
        await _letters.RemoveAsync(id, cancellationToken);
        return true;
    }
}
