using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Storage.Sqlite;

/// <content>Alerts that go back to the enrichers.</content>
public sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public async ValueTask<long> SendBackAsync(Survey survey, IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken)
    {
        if (requests.Count == 0)
            return 0;
        await EnsureTablesAsync(survey, cancellationToken);
        var found = 0;
        await WriteAsync(
            database =>
            {
                using var bson = new BsonWriter();
                var sql = SurveySql.Of(survey);
                found = 0;
                foreach (var request in requests)
                    found += TrySendBack(database, sql, request, bson) ? 1 : 0;
                CountsTable.Add(database, survey, enriched: -found);
            },
            cancellationToken);
        return found;
    }

    static bool TrySendBack(SqliteDatabase database, SurveySql sql, ScoreRequest request, BsonWriter bson)
    {
        var read = database.Prepare(sql.ReadAlert).Bind(1, request.Candid);
        if (!read.Step())
            return false;
        if (read.Int32(2) == 0 || EnrichmentStamp.ReadMs(read.Blob(0)) != request.ReadAtMs)
        {
            read.Reset();
            return false;
        }

        var id = read.Int64(1);
        var document = WithoutMark(read.Blob(0), request.AtMs, bson);
        read.Reset();
        database.Prepare(sql.SendBack).Bind(1, id).Bind(2, document.Span).Run();
        bson.Reset();
        return true;
    }

    /// <summary>The document as it was, without <c>boom.enrichment.enriched_at</c> and with <c>boom.sent_back_at</c>.</summary>
    static ReadOnlyMemory<byte> WithoutMark(ReadOnlySpan<byte> document, long atMs, BsonWriter writer)
    {
        writer.BeginRoot();
        var fields = new BsonReader(document);
        while (fields.Read())
        {
            if (!fields.Name.SequenceEqual("boom"u8))
            {
                writer.RawElements(fields.Element);
                continue;
            }

            var stamps = writer.BeginDocument("boom"u8);
            WriteStamps(fields.Value, writer);
            writer.DateTime("sent_back_at"u8, atMs);
            writer.End(stamps);
        }

        return writer.EndRoot();
    }

    static void WriteStamps(ReadOnlySpan<byte> stamps, BsonWriter writer)
    {
        var stamp = new BsonReader(stamps);
        while (stamp.Read())
        {
            if (stamp.Name.SequenceEqual("sent_back_at"u8))
                continue;
            if (!stamp.Name.SequenceEqual("enrichment"u8))
            {
                writer.RawElements(stamp.Element);
                continue;
            }

            var enrichment = writer.BeginDocument("enrichment"u8);
            var field = new BsonReader(stamp.Value);
            while (field.Read())
            {
                if (!field.Name.SequenceEqual("enriched_at"u8))
                    writer.RawElements(field.Element);
            }

            writer.End(enrichment);
        }
    }
}
