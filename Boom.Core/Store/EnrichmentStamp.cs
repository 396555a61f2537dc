using Boom.Core.Bson;

namespace Boom.Core.Store;

/// <summary>The mark of an alert that has been enriched: <c>boom.enrichment.enriched_at</c>.</summary>
public static class EnrichmentStamp
{
    /// <summary>Whether an alert document has it.</summary>
    public static bool IsIn(ReadOnlySpan<byte> alert)
    {
        var field = new BsonReader(alert);
        return field.Find("boom"u8) && field.Type == BsonType.Document && IsInStamps(field.Value);
    }

    /// <summary>The mark of an alert document, milliseconds since 1970; null when it has none.</summary>
    public static long? ReadMs(ReadOnlySpan<byte> alert)
    {
        var field = new BsonReader(alert);
        if (!field.Find("boom"u8) || field.Type != BsonType.Document)
            return null;
        var stamp = new BsonReader(field.Value);
        if (!stamp.Find("enrichment"u8) || stamp.Type != BsonType.Document)
            return null;
        var mark = new BsonReader(stamp.Value);
        return mark.Find("enriched_at"u8) && mark.Type == BsonType.DateTime ? mark.AsInt64() : null;
    }

    /// <summary>Whether the sub-document <c>boom</c> of an alert has it.</summary>
    public static bool IsInStamps(ReadOnlySpan<byte> stamps)
    {
        var stamp = new BsonReader(stamps);
        if (!stamp.Find("enrichment"u8) || stamp.Type != BsonType.Document)
            return false;
        var field = new BsonReader(stamp.Value);
        return field.Find("enriched_at"u8) && field.Type != BsonType.Null;
    }
}

/// <summary>What the enricher writes back to one alert document; the alert counts as enriched from then on.</summary>
/// <param name="Candid">Key of the alert.</param>
/// <param name="SetFields">BSON document whose top-level fields replace or join those of the stored document.</param>
/// <param name="ReadAtMs">
/// The mark that the document had when it was read (<see cref="EnrichmentStamp.ReadMs"/>): when it has another meanwhile, somebody else has written, and
/// this update is not made. Null to write in any case.
/// </param>
public sealed record EnrichmentUpdate(long Candid, ReadOnlyMemory<byte> SetFields, long? ReadAtMs = null);
