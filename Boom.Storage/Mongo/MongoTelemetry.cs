using System.Diagnostics.Metrics;
using MongoDB.Driver.Core.Configuration;
using MongoDB.Driver.Core.Events;

namespace Boom.Storage.Mongo;

/// <summary>
/// Counts what goes to the servers of a MongoDB store. The events of connections are used, as those of commands would have the driver read every request again.
/// </summary>
static class MongoTelemetry
{
    static readonly Meter Instruments = new(MeasuredStore.MeterName);

    static readonly Counter<long> Requests = Instruments.CreateCounter<long>(
        "store.requests", "{request}", "Requests sent to the store, each a round trip; now and then one looks whether the server is there.");

    static readonly Counter<long> Sent = Instruments.CreateCounter<long>("store.sent", "By", "Bytes sent to the store.");

    static readonly Counter<long> Received = Instruments.CreateCounter<long>("store.received", "By", "Bytes received from the store.");

    /// <summary>Has the client of a store counted.</summary>
    public static void Watch(ClusterBuilder cluster) => cluster
        .Subscribe<ConnectionSentMessagesEvent>(sent =>
        {
            Requests.Add(1);
            Sent.Add(sent.Length);
        })
        .Subscribe<ConnectionReceivedMessageEvent>(received => Received.Add(received.Length));
}
