using Boom.Core.Bson;

namespace Boom.Core.Alerts;

/// <summary>The <c>boom</c> sub-document of an alert: where it came from, what handled it and when.</summary>
static class StageStamps
{
    /// <summary>Writes the stamp of the alert worker.</summary>
    public static void Write(BsonWriter writer, in MappingContext context, string? schemaVersion)
    {
        var stamps = writer.BeginDocument("boom"u8);
        var ingest = writer.BeginDocument("ingest"u8);
        writer.String("topic"u8, context.Origin.Topic);
        writer.Int32("partition"u8, context.Origin.Partition);
        writer.Int64("offset"u8, context.Origin.Offset);
        if (context.Origin.TimestampMs > 0)
            writer.DateTime("published_at"u8, context.Origin.TimestampMs);
        writer.DateTime("stored_at"u8, context.StoredAt.ToUnixTimeMilliseconds());
        writer.String("software"u8, context.Software);
        writer.String("schema"u8, schemaVersion);
        writer.End(ingest);
        writer.End(stamps);
    }
}
