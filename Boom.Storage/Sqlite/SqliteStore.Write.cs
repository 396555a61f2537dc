using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Pipeline;
using Boom.Storage.Documents;

namespace Boom.Storage.Sqlite;

/// <content>What the stages write.</content>
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
                LedgerTable.Record(database, Accounted(batch.Ledger, failures));
                DeadLetterTable.Add(database, batch.DeadLetters);
                return failures;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask WriteEnrichmentsAsync(
        Survey survey, IReadOnlyList<EnrichmentUpdate> updates, CancellationToken cancellationToken)
    {
        if (updates.Count == 0)
            return;
        await EnsureTablesAsync(survey, cancellationToken);
        await WriteAsync(
            database =>
            {
                using var bson = new BsonWriter();
                var sql = SurveySql.Of(survey);
                foreach (var update in updates)
                    Enrich(database, sql, update, bson);
                return true;
            },
            cancellationToken);
    }

    static void Enrich(SqliteDatabase database, SurveySql sql, EnrichmentUpdate update, BsonWriter bson)
    {
        var read = database.Prepare(sql.ReadAlert).Bind(1, update.Candid);
        if (!read.Step())
            return;
        var id = read.Int64(1);
        var document = BsonFields.Set(read.Blob(0), update.SetFields.Span, bson);
        read.Reset();
        database.Prepare(sql.Enrich).Bind(1, id).Bind(2, document.Span).Run();
        bson.Reset();
    }

    /// <summary>The entries without those of packets of which an alert was refused.</summary>
    static IReadOnlyList<LedgerEntry> Accounted(IReadOnlyList<LedgerEntry> entries, List<WriteFailure> failures)
    {
        if (failures.Count == 0)
            return entries;
        var accounted = new List<LedgerEntry>(entries.Count);
        foreach (var entry in entries)
        {
            if (!failures.Exists(failure => IsSamePacket(failure.Origin, entry.Origin)))
                accounted.Add(entry);
        }

        return accounted;
    }

    static bool IsSamePacket(in PacketOrigin left, in PacketOrigin right)
        => left.Offset == right.Offset && left.Partition == right.Partition && left.Topic == right.Topic;
}
