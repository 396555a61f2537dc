using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Documents;

namespace Boom.Storage.Sqlite;

/// <content>What the stages write, the account of packets, and those that were given up.</content>
public sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<WriteFailure>> WriteAsync(AlertBatch batch, CancellationToken cancellationToken)
    {
        await EnsureTablesAsync(batch.Survey, cancellationToken);
        return await WriteAsync(
            database =>
            {
                var failures = _alertWriter.Write(database, batch);
                WatchlistTable.Add(database, batch.WatchlistHits);
                LedgerTable.Record(database, _alertWriter.Account(batch, failures));
                DeadLetterTable.Add(database, batch.DeadLetters);
                return failures;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<long> WriteEnrichmentsAsync(Survey survey, IReadOnlyList<EnrichmentUpdate> updates, CancellationToken cancellationToken)
    {
        if (updates.Count == 0)
            return 0;
        await EnsureTablesAsync(survey, cancellationToken);
        var found = 0L;
        await WriteAsync(
            database =>
            {
                using var bson = new BsonWriter();
                var sql = SurveySql.Of(survey);
                (found, var added) = (0, 0);
                foreach (var update in updates)
                {
                    if (Enrich(database, sql, update, bson) is not { } isAdded)
                        continue;
                    found++;
                    added += isAdded ? 1 : 0;
                }

                CountsTable.Add(database, survey, enriched: added);
            },
            cancellationToken);
        return found;
    }

    /// <summary>Answers whether the alert is enriched that was not; null when it is not there, or not as it was read.</summary>
    static bool? Enrich(SqliteDatabase database, SurveySql sql, EnrichmentUpdate update, BsonWriter bson)
    {
        var read = database.Prepare(sql.ReadAlert).Bind(1, update.Candid);
        if (!read.Step())
            return null;
        if (update.ReadAtMs is { } mark && EnrichmentStamp.ReadMs(read.Blob(0)) != mark)
        {
            read.Reset();
            return null;
        }

        var (id, isAdded) = (read.Int64(1), read.Int32(2) == 0);
        var document = BsonFields.Set(read.Blob(0), update.SetFields.Span, bson);
        read.Reset();
        database.Prepare(sql.Enrich).Bind(1, id).Bind(2, document.Span).Run();
        bson.Reset();
        return isAdded;
    }

    /// <inheritdoc/>
    public ValueTask RecordAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
        => entries.Count == 0 ? ValueTask.CompletedTask : WriteAsync(database => LedgerTable.Record(database, entries), cancellationToken);

    /// <inheritdoc/>
    public ValueTask RecordSpansAsync(IReadOnlyList<LedgerSpan> spans, CancellationToken cancellationToken)
        => spans.Count == 0 ? ValueTask.CompletedTask : WriteAsync(database => LedgerTable.Record(database, spans), cancellationToken);

    /// <inheritdoc/>
    public ValueTask IdentifyAsync(string topic, int partition, string topicId, CancellationToken cancellationToken)
        => WriteAsync(database => LedgerTable.Identify(database, topic, partition, topicId), cancellationToken);

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
