using System.Globalization;
using System.Text;
using Boom.Core.Messages;
using Confluent.Kafka;

namespace Boom.Lab.Bench.Latency;

/// <summary>The stamps of a message, Unix milliseconds.</summary>
/// <param name="Id">Identifier of the message.</param>
/// <param name="ObjectId">Object of its alert.</param>
/// <param name="Topic">Topic.</param>
/// <param name="ReceivedAtMs">When the broker had the packet.</param>
/// <param name="StoredAtMs">When the alert was stored.</param>
/// <param name="EnrichedAtMs">When it was enriched.</param>
/// <param name="FilteredAtMs">When the filter worker looked at it.</param>
/// <param name="SentAtMs">When the message was given to the brokers.</param>
/// <param name="ReadAtMs">When a reader of the topic had it.</param>
internal readonly record struct SentMessage(
    string Id, string ObjectId, string Topic, long ReceivedAtMs, long StoredAtMs, long EnrichedAtMs, long FilteredAtMs, long SentAtMs, long ReadAtMs)
{
    /// <summary>The steps of an alert, in order.</summary>
    public static IReadOnlyList<LatencyStep> Steps { get; } =
    [
        new("received → stored", message => message.StoredAtMs - message.ReceivedAtMs),
        new("stored → enriched", message => message.EnrichedAtMs - message.StoredAtMs),
        new("enriched → filtered", message => message.FilteredAtMs - message.EnrichedAtMs),
        new("filtered → sent", message => message.SentAtMs - message.FilteredAtMs),
    ];

    /// <summary>All of them.</summary>
    public static LatencyStep Whole { get; } = new("received → sent", message => message.SentAtMs - message.ReceivedAtMs);

    /// <summary>From the broker to a reader of the topic.</summary>
    public static LatencyStep Reading { get; } = new("sent → read", message => message.ReadAtMs - message.SentAtMs);

    /// <summary>Reads the headers; null when a stage has left no stamp.</summary>
    public static SentMessage? Read(ConsumeResult<string, Ignore> record, long readAtMs)
    {
        var headers = record.Message.Headers;
        return Stamp(MessageHeaders.ReceivedAt) is { } received && Stamp(MessageHeaders.StoredAt) is { } stored && Stamp(MessageHeaders.EnrichedAt) is { } enriched
            && Stamp(MessageHeaders.FilteredAt) is { } filtered && Stamp(MessageHeaders.SentAt) is { } sent
            ? new SentMessage(Text(MessageHeaders.Id) ?? "", record.Message.Key, record.Topic, received, stored, enriched, filtered, sent, readAtMs)
            : null;

        string? Text(string name) => headers is not null && headers.TryGetLastBytes(name, out var value) ? Encoding.ASCII.GetString(value) : null;

        long? Stamp(string name) => long.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var ms) ? ms : null;
    }
}

/// <summary>A part of the way of an alert.</summary>
/// <param name="Title">From where to where.</param>
/// <param name="Milliseconds">How long it took.</param>
internal sealed record LatencyStep(string Title, Func<SentMessage, double> Milliseconds);
