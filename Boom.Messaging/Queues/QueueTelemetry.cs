using System.Diagnostics.Metrics;
using StackExchange.Redis;

namespace Boom.Messaging.Queues;

/// <summary>Counts what goes to the queue server.</summary>
public static class QueueTelemetry
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Boom.Queues";

    internal const string Push = "push", Claim = "claim", Fetch = "fetch", Settle = "settle", Status = "status";

    static readonly Meter Instruments = new(MeterName);

    static readonly Counter<long> Calls = Instruments.CreateCounter<long>(
        "queue.calls", "{call}", "Calls on queues that wait for an answer; what a call sends goes out together, except a fetch, which asks for 16 payloads at a time.");

    /// <summary>Has the commands of a connection counted: <c>queue.commands</c>, payloads one by one. Answers the connection.</summary>
    public static IConnectionMultiplexer Watch(IConnectionMultiplexer connection)
    {
        Instruments.CreateObservableCounter("queue.commands", () => connection.OperationCount, "{command}", "Commands sent to the queue server.");
        return connection;
    }

    internal static void Called(string queue, string operation) =>
        Calls.Add(1, new KeyValuePair<string, object?>("queue", queue), new KeyValuePair<string, object?>("operation", operation));
}
