using Boom.Messaging.Queues;
using Boom.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Boom.Hosting.Clients;

/// <summary>Registration of the queue server, on the plain StackExchange.Redis; <c>AspireClients=true</c> puts the Aspire integration in its place.</summary>
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
        var settings = ClientSection.Read(builder.Configuration, Section, ConnectionStrings.Valkey, nameof(ConfigurationOptions));
        var options = ValkeyParts.Parse(ConnectionStrings.Require(settings.ConnectionString, ConnectionStrings.Valkey, "localhost:6379"));
        settings.Bind(nameof(ConfigurationOptions), options);
        builder.Services.TryAddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(options));
        if (!settings.DisableHealthChecks)
            builder.AddQueueCheck();
        builder.Watch(QueueTelemetry.SourceName, settings.DisableTracing, settings.DisableMetrics);
        builder.AddQueues();
        return builder;
    }
}
