using Boom.Core.Store;
using Boom.Messaging.Kafka;
using Boom.Messaging.Queues;
using Boom.ServiceDefaults.Health;
using Boom.ServiceDefaults.Telemetry;
using Boom.Storage.Mongo;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Boom.Hosting.Clients;

/// <summary>What is asked and told of the servers of a run in one process, under the names that the programs use; the store, whatever it is, is <c>store</c>.</summary>
public static class RunChecks
{
    /// <summary>Adds the checks of broker, queue server and store, which the program has registered, and what their clients tell.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="valkey">Connection to the queue server.</param>
    /// <param name="store">The store.</param>
    /// <param name="folder">The data folder.</param>
    public static void AddRunChecks(this IHostApplicationBuilder builder, IConnectionMultiplexer valkey, IAlertStore store, string folder)
    {
        builder.WatchDisk("store", folder);
        builder.AddBrokerCheck("Aspire.Confluent.Kafka.Consumer");
        builder.AddServerCheck("StackExchange.Redis", null, (_, _) => valkey.GetDatabase().PingAsync());
        builder.AddStoreCheck("store", null, _ => store);
        foreach (var name in (string[])[KafkaTelemetry.Name, QueueTelemetry.SourceName, MongoStore.DriverSource])
            builder.Watch(name, disableTracing: false, disableMetrics: false);
    }
}
