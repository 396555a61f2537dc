using Boom.Core.Alerts;
using Boom.Core.Bson;

namespace Boom.Storage.Documents;

/// <summary>The packet that brought a stored alert, as its <c>boom.ingest</c> tells.</summary>
static class IngestOrigin
{
    /// <summary>The packet, without its time; null when the document does not say.</summary>
    public static PacketOrigin? Of(ReadOnlySpan<byte> document)
    {
        var stamp = BsonFields.Inner(BsonFields.Inner(document, "boom"u8), "ingest"u8);
        if (stamp.IsEmpty)
            return null;
        var ingest = new BsonReader(stamp);
        string? topic = null;
        long partition = -1, offset = -1;
        while (ingest.Read())
        {
            if (ingest.Name.SequenceEqual("topic"u8))
                topic = ingest.AsString();
            else if (ingest.Name.SequenceEqual("partition"u8))
                partition = ingest.AsInt64();
            else if (ingest.Name.SequenceEqual("offset"u8))
                offset = ingest.AsInt64();
        }

        return topic is null || partition < 0 || offset < 0 ? null : new(topic, (int)partition, offset, 0);
    }

    /// <summary>When the alert was stored, milliseconds since 1970; null when the document does not say.</summary>
    public static long? StoredAtMs(ReadOnlySpan<byte> document)
    {
        var stamp = BsonFields.Inner(BsonFields.Inner(document, "boom"u8), "ingest"u8);
        if (stamp.IsEmpty)
            return null;
        var ingest = new BsonReader(stamp);
        return ingest.Find("stored_at"u8) && ingest.Type == BsonType.DateTime ? ingest.AsInt64() : null;
    }
}
