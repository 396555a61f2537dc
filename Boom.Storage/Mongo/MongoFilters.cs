using Boom.Core.Bson;
using Boom.Core.Sky;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>Filters of the look-ups, encoded, and the documents that say which alerts wait for the enricher.</summary>
static class MongoFilters
{
    /// <summary>An alert is enriched when this field is there.</summary>
    public const string EnrichedAt = "boom.enrichment.enriched_at";

    const string StoredAt = "boom.ingest.stored_at";

    /// <summary>Alerts that Boom has stored and not enriched; those of another program are not Boom's to enrich.</summary>
    public static BsonDocument Waiting => new() { { StoredAt, new BsonDocument("$exists", true) }, { EnrichedAt, BsonNull.Value } };

    public static FilterDefinition<EncodedDocument> Everything { get; } = new BsonDocument();

    public static FilterDefinition<EncodedDocument> Id(BsonValue id) => new BsonDocument("_id", id);

    public static FilterDefinition<EncodedDocument> Ids(IReadOnlyCollection<long> ids)
    {
        using var writer = new BsonWriter();
        var (filter, list) = BeginIds(writer);
        var index = 0;
        foreach (var id in ids)
            writer.Int64(BsonIndexNames.Of(index++), id);
        return EndIds(writer, filter, list);
    }

    public static FilterDefinition<EncodedDocument> Ids(IReadOnlyCollection<string> ids, string field = "_id")
    {
        using var writer = new BsonWriter();
        var (filter, list) = BeginIds(writer, field);
        var index = 0;
        foreach (var id in ids)
            writer.String(BsonIndexNames.Of(index++), id);
        return EndIds(writer, filter, list);
    }

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

    static (int Filter, int List) BeginIds(BsonWriter writer, string field = "_id")
    {
        writer.BeginRoot();
        var filter = writer.BeginDocument(System.Text.Encoding.UTF8.GetBytes(field));
        return (filter, writer.BeginArray("$in"u8));
    }

    static FilterDefinition<EncodedDocument> EndIds(BsonWriter writer, int filter, int list)
    {
        writer.End(list);
        writer.End(filter);
        return EncodedBuffers.Filter(writer.EndRoot().ToArray());
    }
}
