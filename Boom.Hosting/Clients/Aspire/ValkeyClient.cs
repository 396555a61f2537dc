using Microsoft.Extensions.Hosting;

namespace Boom.Hosting.Clients;

/// <summary>Registration of the queue server, on the integration Aspire.StackExchange.Redis.</summary>
public static class ValkeyClient
{
    /// <summary>Adds the connection, with health check, spans and settings of the integration, and the leased queues by name.</summary>
    /// <exception cref="ConfigurationFaultException">The connection string <c>valkey</c> is missing or malformed.</exception>
    public static IHostApplicationBuilder AddBoomValkey(this IHostApplicationBuilder builder)
    {
        builder.AddRedisClient(
            ConnectionStrings.Valkey,
            settings => ValkeyParts.Parse(ConnectionStrings.Require(settings.ConnectionString, ConnectionStrings.Valkey, "localhost:6379")),
            ValkeyParts.SetDefaults);
        builder.AddQueues();
        return builder;
    }
}
