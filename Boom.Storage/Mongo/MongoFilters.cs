using System.Text;
using Boom.Core.Bson;
using Boom.Core.Sky;
using Boom.Core.Store;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>Filters of the look-ups, encoded, and the documents that say which alerts wait for the enricher.</summary>
static class MongoFilters
{
    /// <summary>An alert is enriched when this field is there.</summary>
    public const string EnrichedAt = "boom.enrichment.enriched_at";

    public const string StoredAt = "boom.ingest.stored_at";

    /// <summary>Alerts that Boom has stored and not enriched; those of another program are not Boom's to enrich.</summary>
    public static BsonDocument Waiting => new() { { StoredAt, new BsonDocument("$exists", true) }, { EnrichedAt, BsonNull.Value } };

    public static FilterDefinition<EncodedDocument> Everything { get; } = new BsonDocument();

    public static FilterDefinition<EncodedDocument> Id(BsonValue id) => new BsonDocument("_id", id);

    /// <summary>The alert of an update, as long as it is as it was read.</summary>
    public static FilterDefinition<EncodedDocument> AsRead(EnrichmentUpdate update)
        => update.ReadAtMs is { } mark ? new BsonDocument { { "_id", update.Candid }, { EnrichedAt, new BsonDateTime(mark) } } : Id(update.Candid);

    public static FilterDefinition<EncodedDocument> Ids(IReadOnlyCollection<long> ids) => In("_id", ids, (writer, name, id) => writer.Int64(name, id));

    public static FilterDefinition<EncodedDocument> Ids(IReadOnlyCollection<string> ids, string field = "_id")
        => In(field, ids, (writer, name, id) => writer.String(name, id));

    /// <summary>Partitions of a topic in all its incarnations; those of topics whose names begin alike are found too.</summary>
    public static FilterDefinition<EncodedDocument> Incarnations(string topic)
        => new BsonDocument("topic", new BsonDocument { { "$gte", topic }, { "$lt", topic + "\u007f" } });

    /// <summary>Objects in any of the ranges.</summary>
    public static FilterDefinition<EncodedDocument> Cells(ReadOnlySpan<HealpixRange> ranges)
    {
        using var writer = new BsonWriter();
        writer.BeginRoot();
        var any = writer.BeginArray("$or"u8);
        for (var i = 0; i < ranges.Length; i++)
        {
            var one = writer.BeginDocument(BsonIndexNames.Of(i));
            var bounds = writer.BeginDocument("coordinates.healpix_29"u8);
            writer.Int64("$gte"u8, ranges[i].First);
            writer.Int64("$lte"u8, ranges[i].Last);
            writer.End(bounds);
            writer.End(one);
        }

        writer.End(any);
        return EncodedBuffers.Filter(writer.EndRoot().ToArray());
    }

    static FilterDefinition<EncodedDocument> In<T>(string field, IReadOnlyCollection<T> values, Action<BsonWriter, ReadOnlySpan<byte>, T> write)
    {
        using var writer = new BsonWriter();
        writer.BeginRoot();
        var filter = writer.BeginDocument(Encoding.UTF8.GetBytes(field));
        var list = writer.BeginArray("$in"u8);
        var index = 0;
        foreach (var value in values)
            write(writer, BsonIndexNames.Of(index++), value);
        writer.End(list);
        writer.End(filter);
        return EncodedBuffers.Filter(writer.EndRoot().ToArray());
    }
}
