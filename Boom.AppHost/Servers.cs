using Microsoft.Extensions.Configuration;

namespace Boom.AppHost;

/// <summary>
/// The three servers. Each is a container with a volume that outlives it, unless its connection string (<c>ConnectionStrings:kafka</c>,
/// <c>:valkey</c>, <c>:alertdb</c>) names one that already runs.
/// </summary>
static class Servers
{
    /// <summary>The broker that surveys are read from: <c>kafka</c>.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddBroker(this IDistributedApplicationBuilder builder) =>
        builder.Existing("kafka") ?? builder.AddKafka("kafka")
            .WithDataVolume("boom-kafka")
            .WithLifetime(ContainerLifetime.Persistent);

    /// <summary>The server of the queues between the stages: <c>valkey</c>. It writes snapshots; what one has not seen, the ledger brings back.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddQueueServer(this IDistributedApplicationBuilder builder) =>
        builder.Existing("valkey") ?? builder.AddValkey("valkey")
            .WithDataVolume("boom-valkey")
            .WithPersistence()
            .WithLifetime(ContainerLifetime.Persistent);

    /// <summary>The store: database <c>boom</c>, connection <c>alertdb</c>.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddStore(this IDistributedApplicationBuilder builder) =>
        builder.Existing("alertdb") ?? builder.AddMongoDB("mongodb")
            .WithDataVolume("boom-mongodb")
            .WithLifetime(ContainerLifetime.Persistent)
            .AddDatabase("alertdb", "boom");

    static IResourceBuilder<IResourceWithConnectionString>? Existing(this IDistributedApplicationBuilder builder, string name) =>
        string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString(name)) ? null : builder.AddConnectionString(name);
}
