using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Ledger;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <content>What the stages write, the account of packets, and those that were given up.</content>
public sealed partial class MongoStore
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<WriteFailure>> WriteAsync(AlertBatch batch, CancellationToken cancellationToken)
    {
        await EnsureIndexesOnceAsync(batch.Survey, cancellationToken);
        var packets = new BatchPackets();
        List<WriteFailure> failures = [];
        if (batch.Alerts.Count > 0)
        {
            // An object that is stored is not matched again.
            await AddWatchlistHitsAsync(batch.WatchlistHits, cancellationToken);
            using var writer = new MongoAlertWriter(
                _server, _cutouts, _conflicts, _pages, _limits, new MongoAliases(_server, _sky, _conflicts, batch.Survey, batch.AliasRules), batch.Survey, packets, _sliceBytes);
            failures = await writer.WriteAsync(batch.Alerts, batch.IsLookedUp, cancellationToken);
        }

        // A packet must not count as dead-lettered before its letter is there.
        await _letters.PutAsync(batch.DeadLetters, cancellationToken);
        await _ledger.RecordAsync(packets.Account(batch.Ledger, failures), cancellationToken);
        return failures;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The store refuses one of the documents; the others are written.</exception>
    /// <exception cref="ArgumentException">An update replaces <c>boom</c> by one without <c>enrichment.enriched_at</c>.</exception>
    public async ValueTask<long> WriteEnrichmentsAsync(Survey survey, IReadOnlyList<EnrichmentUpdate> updates, CancellationToken cancellationToken)
    {
        if (updates.Count == 0)
            return 0;
        await EnsureIndexesOnceAsync(survey, cancellationToken);
        using var bson = new BsonWriter();
        var now = _server.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var writes = new List<WriteModel<EncodedDocument>>(updates.Count);
        foreach (var update in updates)
        {
            var change = EncodedBuffers.Update(WriteEnrichment(update, now, bson));
            writes.Add(new UpdateOneModel<EncodedDocument>(MongoFilters.AsRead(update), change));
        }

        var (refusals, found) = await _server.UpdateAsync(_server.Alerts(survey), writes, cancellationToken);

        // A matter of one alert: whoever writes them together finds out which.
        if (refusals.Count > 0)
            throw new InvalidDataException(refusals[0].Reason);
        return found;
    }

    /// <summary>An alert counts as enriched by its stamp; an update without one is given it.</summary>
    static ReadOnlyMemory<byte> WriteEnrichment(EnrichmentUpdate update, long now, BsonWriter writer)
    {
        writer.BeginRoot();
        var set = writer.BeginDocument("$set"u8);
        writer.RawElements(update.SetFields.Span[4..^1]);
        var stamps = new BsonReader(update.SetFields.Span);
        if (!stamps.Find("boom"u8))
            writer.DateTime("boom.enrichment.enriched_at"u8, now);
        else if (!EnrichmentStamp.IsInStamps(stamps.Value))
            throw new ArgumentException($"The enrichment of alert {update.Candid} takes the stamp {MongoFilters.EnrichedAt} away.", nameof(update));
        writer.End(set);
        return writer.EndRoot();
    }

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
    public async ValueTask<DeadLetter?> FindDeadLetterAsync(string id, CancellationToken cancellationToken) => await _letters.FindAsync(id, cancellationToken);

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
