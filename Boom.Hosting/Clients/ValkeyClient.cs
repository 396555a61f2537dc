using Boom.Messaging.Queues;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Boom.Hosting.Clients;

/// <summary>Registration of the queue server, on the integration Aspire.StackExchange.Redis.</summary>
public static class ValkeyClient
{
    const string Section = "Aspire:StackExchange:Redis";

    /// <summary>
    /// Adds the connection, made at first use and made again by itself whenever it is lost, the leased queues by name, and the health
    /// check <c>StackExchange.Redis</c>.
    /// </summary>
    /// <exception cref="ConfigurationFaultException">The connection string <c>valkey</c> is missing or malformed, or a setting is wrong.</exception>
    public static IHostApplicationBuilder AddBoomValkey(this IHostApplicationBuilder builder)
    {
        // The integration passes over keys that it does not know.
        var section = ClientSection.Read(builder.Configuration, Section, ConnectionStrings.Valkey, nameof(ConfigurationOptions));
        var options = ValkeyParts.Parse(ConnectionStrings.Require(section.ConnectionString, ConnectionStrings.Valkey, "localhost:6379"));
        section.Bind(nameof(ConfigurationOptions), options);

        // Our check knows since when the server is away, and our spans are of batches, not of each command.
        builder.AddRedisClient(
            ConnectionStrings.Valkey,
            settings => (settings.ConnectionString, settings.DisableHealthChecks, settings.DisableTracing) = (section.ConnectionString, true, true),
            ValkeyParts.SetDefaults);
        if (!section.DisableHealthChecks)
            builder.AddQueueCheck();
        builder.Watch(QueueTelemetry.SourceName, section.DisableTracing, section.DisableMetrics);
        builder.AddQueues();
        return builder;
    }
}
