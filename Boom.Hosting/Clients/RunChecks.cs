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
    public static void AddRunChecks(this IHostApplicationBuilder builder, IConnectionMultiplexer valkey, IAlertStore store, string folder) =>
        builder.AddRunChecks(hasBroker: true, _ => valkey, _ => store, folder);

    /// <summary>As the other, for a program that has some of them.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="hasBroker">Whether there is a broker; its <see cref="Messaging.Kafka.KafkaAdmin"/> is registered.</param>
    /// <param name="valkey">Connection to the queue server, asked for when it is looked at; null when there is none.</param>
    /// <param name="store">The store; null when there is none.</param>
    /// <param name="folder">The data folder.</param>
    public static void AddRunChecks(
        this IHostApplicationBuilder builder, bool hasBroker, Func<IServiceProvider, IConnectionMultiplexer>? valkey,
        Func<IServiceProvider, IAlertStore>? store, string folder)
    {
        builder.WatchDisk("store", folder);
        if (hasBroker)
            builder.AddBrokerCheck("Aspire.Confluent.Kafka.Consumer");
        if (valkey is not null)
            builder.AddServerCheck("StackExchange.Redis", null, (provider, _) => valkey(provider).GetDatabase().PingAsync());
        if (store is not null)
            builder.AddStoreCheck("store", null, store);
        foreach (var name in (string[])[KafkaTelemetry.Name, QueueTelemetry.SourceName, MongoStore.DriverSource])
            builder.Watch(name, disableTracing: false, disableMetrics: false);
    }
}
