using System.Diagnostics;
using System.Diagnostics.Metrics;
using Boom.Core.Telemetry;
using StackExchange.Redis;

namespace Boom.Messaging.Queues;

/// <summary>Counts and times what goes to the queue server.</summary>
public static class QueueTelemetry
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Boom.Queues";

    /// <summary>Name of the source of spans, that of the Aspire integration.</summary>
    public const string SourceName = "OpenTelemetry.Instrumentation.StackExchangeRedis";

    internal const string Push = "push", Claim = "claim", Fetch = "fetch", Renew = "renew", Settle = "settle", Status = "status";

    internal const string Away = "away", Refused = "refused";

    static readonly ActivitySource Source = new(SourceName);

    static readonly Meter Instruments = new(MeterName);

    static readonly Counter<long> Calls = Instruments.CreateCounter<long>(
        "queue.calls", "{call}", "Calls on queues that wait for an answer; what a call sends goes out together, except a fetch, which asks for 16 payloads at a time.");

    static readonly Histogram<double> Seconds = Instruments.CreateHistogram(
        "queue.call.duration", "s", "Time until the queue server has answered a call.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets.Durations });

    static readonly Counter<long> Errors = Instruments.CreateCounter<long>("queue.errors", "{call}", "Calls that the queue server did not answer, or refused.");

    /// <summary>Has the commands of a connection counted: <c>queue.commands</c>, payloads one by one. Answers the connection.</summary>
    public static IConnectionMultiplexer Watch(IConnectionMultiplexer connection)
    {
        Instruments.CreateObservableCounter("queue.commands", () => connection.OperationCount, "{command}", "Commands sent to the queue server.");
        return connection;
    }

    /// <summary>Begins a call; its end is the end of the answer. Within a batch it has a span.</summary>
    internal static QueueCall Begin(string queue, string operation, TimeProvider time)
    {
        var name = new KeyValuePair<string, object?>("queue", queue);
        Calls.Add(1, name, new("operation", operation));

        // What has never failed counts zero, lest its first fault be missed by whoever looks at increases.
        Errors.Add(0, name, new("class", Away));
        Errors.Add(0, name, new("class", Refused));
        var span = Activity.Current is null || !Source.HasListeners() ? null : Source.StartActivity($"{operation} {queue}", ActivityKind.Client);
        span?.SetTag("db.system.name", "redis").SetTag("db.operation.name", operation).SetTag("queue", queue);
        return new QueueCall(queue, operation, span, time, time.GetTimestamp());
    }

    internal static void End(in QueueCall call)
    {
        Seconds.Record(call.Time.GetElapsedTime(call.Started).TotalSeconds, new KeyValuePair<string, object?>("queue", call.Queue), new("operation", call.Operation));
        call.Span?.Dispose();
    }

    internal static void Failed(string queue, string reason) => Errors.Add(1, new KeyValuePair<string, object?>("queue", queue), new("class", reason));
}

/// <summary>A call under way; its span is null when it is not traced.</summary>
readonly record struct QueueCall(string Queue, string Operation, Activity? Span, TimeProvider Time, long Started) : IDisposable
{
    public void Dispose() => QueueTelemetry.End(this);
}
