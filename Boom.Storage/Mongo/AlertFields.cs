using System.Text;
using Boom.Core.Bson;
using Boom.Core.Sky;
using Boom.Core.Store;
using Boom.Storage.Documents;
using MongoDB.Bson;

namespace Boom.Storage.Mongo;

/// <summary>The few fields of alert and object documents that look-ups are about.</summary>
static class AlertFields
{
    /// <summary>What <see cref="IngestOrigin.Of"/> reads.</summary>
    public static readonly BsonDocument Origin = new() { { "boom.ingest.topic", 1 }, { "boom.ingest.partition", 1 }, { "boom.ingest.offset", 1 } };

    /// <summary>What <see cref="EnrichmentStamp"/> reads, and the packet that brought the alert.</summary>
    public static readonly BsonDocument State = new(Origin) { { MongoFilters.EnrichedAt, 1 } };

    /// <summary>What <see cref="ReadPosition"/> reads.</summary>
    public static readonly BsonDocument Position = new("coordinates.radec_geojson", 1);

    /// <summary>What <see cref="ReadSummary"/> reads.</summary>
    /// <param name="magnitude">Field of <c>candidate</c>.</param>
    public static BsonDocument Summary(string magnitude) => new()
    {
        { "objectId", 1 }, { "candidate.jd", 1 }, { $"candidate.{magnitude}", 1 }, { "candidate.ra", 1 }, { "candidate.dec", 1 },
        { "coordinates.radec_geojson", 1 }, { MongoFilters.EnrichedAt, 1 },
    };

    public static AlertSummary ReadSummary(ReadOnlySpan<byte> alert, string magnitude)
    {
        var candidate = BsonFields.Inner(alert, "candidate"u8);
        var position = new SkyPosition(BsonFields.Double(candidate, "ra"u8), BsonFields.Double(candidate, "dec"u8));
        return new(
            ReadCandid(alert), BsonFields.Text(alert, "objectId"u8) ?? "", BsonFields.Double(candidate, "jd"u8), BsonFields.Double(candidate, Encoding.UTF8.GetBytes(magnitude)),
            position.IsValid ? position : ReadPosition(alert) ?? position, EnrichmentStamp.IsIn(alert));
    }

    /// <summary>The position in <c>coordinates.radec_geojson</c>, whose longitude is ra - 180; null when there is none.</summary>
    public static SkyPosition? ReadPosition(ReadOnlySpan<byte> document)
    {
        var point = BsonFields.Inner(BsonFields.Inner(document, "coordinates"u8), "radec_geojson"u8);
        var coordinates = BsonFields.Inner(point, "coordinates"u8, Core.Bson.BsonType.Array);
        if (coordinates.IsEmpty)
            return null;
        var pair = new BsonReader(coordinates);
        if (!pair.Read())
            return null;
        var ra = pair.AsDouble() + 180;
        if (!pair.Read())
            return null;

        // The sum may round up to the full turn.
        var position = new SkyPosition(ra >= 360 ? ra - 360 : ra, pair.AsDouble());
        return position.IsValid ? position : null;
    }

    public static string ReadId(ReadOnlySpan<byte> document) => BsonFields.Text(document, "_id"u8) ?? "";

    public static long ReadCandid(ReadOnlySpan<byte> document) => BsonFields.Int64(document, "_id"u8);
}
