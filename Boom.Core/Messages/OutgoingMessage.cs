using System.Globalization;
using Boom.Core.Bson;
using Boom.Core.Store;

namespace Boom.Core.Messages;

/// <summary>A message on its way to the brokers.</summary>
/// <param name="Topic">Topic.</param>
/// <param name="Key">The object, so that messages of one keep their order.</param>
/// <param name="Value">The message.</param>
/// <param name="Id">Its identifier (<see cref="MessageId"/>).</param>
/// <param name="Candid">The alert.</param>
/// <param name="Stamps">When each stage was done with the alert.</param>
/// <param name="TraceParent">W3C trace context; null when it is not traced.</param>
public sealed record OutgoingMessage(string Topic, string Key, byte[] Value, string Id, long Candid, MessageStamps Stamps, string? TraceParent = null);

/// <summary>When each stage was done with an alert, Unix milliseconds; null where nobody has noted it.</summary>
/// <param name="ReceivedAtMs">When the broker had its packet.</param>
/// <param name="StoredAtMs">When it was stored.</param>
/// <param name="EnrichedAtMs">When it was enriched.</param>
/// <param name="FilteredAtMs">When it passed.</param>
public readonly record struct MessageStamps(long? ReceivedAtMs, long? StoredAtMs, long? EnrichedAtMs, long? FilteredAtMs)
{
    /// <summary>Those of a stored alert, which passes now.</summary>
    public static MessageStamps Of(ReadOnlySpan<byte> alert, DateTimeOffset now)
    {
        long? received = null, stored = null;
        var field = new BsonReader(alert);
        if (field.Find("boom"u8) && field.Type == BsonType.Document)
        {
            var stamps = new BsonReader(field.Value);
            if (stamps.Find("ingest"u8) && stamps.Type == BsonType.Document)
            {
                var ingest = new BsonReader(stamps.Value);
                while (ingest.Read())
                {
                    if (ingest.Type == BsonType.DateTime && ingest.Name.SequenceEqual("published_at"u8))
                        received = ingest.AsInt64();
                    else if (ingest.Type == BsonType.DateTime && ingest.Name.SequenceEqual("stored_at"u8))
                        stored = ingest.AsInt64();
                }
            }
        }

        return new MessageStamps(received, stored, EnrichmentStamp.ReadMs(alert), now.ToUnixTimeMilliseconds());
    }
}

/// <summary>Names of the headers of messages. Times are Unix milliseconds in decimal ASCII; one that nobody has noted has no header.</summary>
public static class MessageHeaders
{
    /// <summary>The identifier of the message, by which a repeat is known.</summary>
    public const string Id = "boom-message-id";

    /// <summary>W3C trace context.</summary>
    public const string TraceParent = "traceparent";

    /// <summary>When the broker had the packet of the alert.</summary>
    public const string ReceivedAt = "boom-received-at";

    /// <summary>When the alert was stored.</summary>
    public const string StoredAt = "boom-stored-at";

    /// <summary>When it was enriched.</summary>
    public const string EnrichedAt = "boom-enriched-at";

    /// <summary>When it passed.</summary>
    public const string FilteredAt = "boom-filtered-at";

    /// <summary>When the message was given to the brokers.</summary>
    public const string SentAt = "boom-sent-at";

    /// <summary>The headers of a message that is sent now.</summary>
    public static IEnumerable<(string Name, string Value)> Of(OutgoingMessage message, DateTimeOffset now)
    {
        yield return (Id, message.Id);
        if (message.TraceParent is { } trace)
            yield return (TraceParent, trace);
        foreach (var (name, time) in new (string, long?)[]
        {
            (ReceivedAt, message.Stamps.ReceivedAtMs), (StoredAt, message.Stamps.StoredAtMs), (EnrichedAt, message.Stamps.EnrichedAtMs),
            (FilteredAt, message.Stamps.FilteredAtMs), (SentAt, now.ToUnixTimeMilliseconds()),
        })
        {
            if (time is { } known)
                yield return (name, known.ToString(CultureInfo.InvariantCulture));
        }
    }
}
