using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Boom.Core.Telemetry;

namespace Boom.Messaging.Kafka;

/// <summary>
/// Spans and metrics of the Kafka clients, with the names of the Aspire integration: <c>TOPIC publish</c> a message, whose context travels in its
/// header, and <c>TOPIC receive</c> a poll that gave packets, linked to where they come from.
/// </summary>
public static partial class KafkaTelemetry
{
    /// <summary>Name of the source of spans, and of the meter.</summary>
    public const string Name = "OpenTelemetry.Instrumentation.ConfluentKafka";

    const string Topic = "messaging.destination.name";
    const string Template = "messaging.destination.template";

    static readonly ConcurrentDictionary<string, string> Families = new(StringComparer.Ordinal);

    static readonly ActivitySource Source = new(Name);

    static readonly Meter Instruments = new(Name);

    static readonly Counter<long> PublishedMessages =
        Instruments.CreateCounter<long>("messaging.publish.messages", "{message}", "Messages handed to the brokers, by topic less its date, and outcome.");

    static readonly Histogram<double> PublishSeconds = Instruments.CreateHistogram(
        "messaging.publish.duration", "s", "From handing a message over until the brokers have confirmed it.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets.Durations });

    static readonly Counter<long> ReceivedMessages =
        Instruments.CreateCounter<long>("messaging.receive.messages", "{message}", "Messages read from the brokers, by topic less its date.");

    static readonly Histogram<double> ReceiveSeconds = Instruments.CreateHistogram(
        "messaging.receive.duration", "s", "Duration of the polls that gave messages.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets.Durations });

    /// <summary>
    /// Begins the span of a message that is published within another span; null when there is none, or nobody listens: a night that is played
    /// would have a span per packet. What runs meanwhile is no part of it.
    /// </summary>
    internal static Activity? StartPublish(string topic, int partition)
    {
        if (Activity.Current is not { } outer || !Source.HasListeners())
            return null;
        var span = Source.StartActivity($"{topic} publish", ActivityKind.Producer);
        Activity.Current = outer;
        return span?.SetTag("messaging.system", "kafka").SetTag(Topic, topic).SetTag("messaging.destination.partition.id", partition);
    }

    /// <summary>A message is confirmed, or refused.</summary>
    internal static void Published(Activity? span, string topic, TimeSpan duration, string? error)
    {
        var family = FamilyOf(topic);
        PublishedMessages.Add(1, family, new("status", error is null ? "ok" : "error"));
        PublishSeconds.Record(duration.TotalSeconds, family);
        if (span is null)
            return;
        if (error is not null)
            span.SetStatus(ActivityStatusCode.Error, error);
        var outer = Activity.Current;
        span.Dispose();
        Activity.Current = outer;
    }

    /// <summary>Counts the packets of a poll; answers the trace context of its span, or null when it is not traced.</summary>
    internal static string? Received(IReadOnlyList<KafkaPacket> packets, TimeSpan duration, DateTimeOffset now)
    {
        var first = 0;
        for (var i = 1; i <= packets.Count; i++)
        {
            if (i < packets.Count && packets[i].Origin.Topic == packets[first].Origin.Topic)
                continue;
            var family = FamilyOf(packets[first].Origin.Topic);
            ReceivedMessages.Add(i - first, family);
            ReceiveSeconds.Record(duration.TotalSeconds, family);
            first = i;
        }

        return Source.HasListeners() ? Trace(packets, duration, now) : null;
    }

    // Metrics are by topic less its date: a program that runs for months must not have more of them every night.
    static KeyValuePair<string, object?> FamilyOf(string topic) => new(Template, Families.GetOrAdd(topic, static name => Night().Replace(name, "{night}")));

    [GeneratedRegex("[0-9]{8}")]
    private static partial Regex Night();

    static string? Trace(IReadOnlyList<KafkaPacket> packets, TimeSpan duration, DateTimeOffset now)
    {
        var topic = packets[0].Origin.Topic;
        var links = BatchSpan.LinksTo(packets.Select(packet => packet.TraceParent));
        using var span = Source.StartActivity($"{topic} receive", ActivityKind.Consumer, parentContext: default, tags: null, links, now - duration);
        span?.SetTag("messaging.system", "kafka").SetTag(Topic, topic).SetTag("messaging.batch.message_count", packets.Count).SetEndTime(now.UtcDateTime);
        return span is { Recorded: true } ? span.Id : null;
    }
}
