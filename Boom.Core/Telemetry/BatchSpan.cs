using System.Diagnostics;
using Boom.Core.Queues;
using Boom.Core.Surveys;

namespace Boom.Core.Telemetry;

/// <summary>
/// Spans of batches. Each is the root of a trace, and links to the spans that its messages come from, so that the way of one alert can be
/// followed from stage to stage whatever other alerts it travels with.
/// </summary>
public static class BatchSpan
{
    /// <summary>Tag with the alerts of a batch.</summary>
    public const string CandidsTag = "boom.candids";

    /// <summary>What the OpenTelemetry SDK keeps unless it is told otherwise.</summary>
    const int MostLinks = 128;

    /// <summary>Begins one; null when nobody listens.</summary>
    /// <param name="source">Source of the stage.</param>
    /// <param name="name">What is done.</param>
    /// <param name="kind">Side of the queue.</param>
    /// <param name="survey">Survey of the batch.</param>
    /// <param name="count">Number of messages.</param>
    /// <param name="traceParents">W3C trace context that came with each; those that are none are passed over.</param>
    public static Activity? Start(
        ActivitySource source, string name, ActivityKind kind, Survey survey, int count, IEnumerable<string?> traceParents)
    {
        if (!source.HasListeners())
            return null;
        return source.StartActivity(name, kind, parentContext: default, tags: null, LinksTo(traceParents))
            ?.SetTag("survey", survey.ToUpperName())
            .SetTag("messaging.batch.message_count", count);
    }

    /// <summary>Links to where messages come from, as many as are kept.</summary>
    /// <param name="traceParents">W3C trace context of each; those that are none are passed over.</param>
    public static IReadOnlyList<ActivityLink> LinksTo(IEnumerable<string?> traceParents)
    {
        var links = new List<ActivityLink>();
        foreach (var text in traceParents.Distinct(StringComparer.Ordinal))
        {
            if (links.Count < MostLinks && ActivityContext.TryParse(text, null, isRemote: true, out var context))
                links.Add(new ActivityLink(context));
        }

        return links;
    }

    /// <summary>The messages that the batch sends on, with this span as their trace context when it is recorded; else as they are.</summary>
    public static IReadOnlyList<QueueMessage> Carry(Activity? span, IReadOnlyList<QueueMessage> messages) =>
        span is { Recorded: true } ? [.. messages.Select(message => message with { TraceParent = span.Id })] : messages;

    /// <summary>Notes on the span that the batch has failed; false, for the filter of a catch.</summary>
    public static bool Fail(Activity? span, Exception fault)
    {
        span?.SetStatus(ActivityStatusCode.Error, fault.GetType().Name);
        return false;
    }
}
