using Boom.Core.Pipeline;
using Boom.Messaging.Queues;
using Boom.ServiceDefaults.Health;
using Boom.ServiceDefaults.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Boom.ServiceDefaults.Clients;

/// <summary>Registration of the queue server.</summary>
public static class ValkeyClient
{
    /// <summary>
    /// Adds the connection, made at first use and made again by itself whenever it is lost, the leased queues by name, and the health
    /// check <c>StackExchange.Redis</c>.
    /// </summary>
    /// <exception cref="ConfigurationFaultException">The connection string <c>valkey</c> is missing or malformed.</exception>
    public static IHostApplicationBuilder AddBoomValkey(this IHostApplicationBuilder builder)
    {
        var text = ConnectionStrings.Require(builder.Configuration, ConnectionStrings.Valkey, "localhost:6379");
        var options = Parse(text);
        builder.Services.TryAddSingleton<IConnectionMultiplexer>(_ => QueueTelemetry.Watch(ConnectionMultiplexer.Connect(options)));
        builder.Services.TryAddSingleton<Func<string, ILeasedQueue>>(provider =>
        {
            var connection = provider.GetRequiredService<IConnectionMultiplexer>();
            var time = provider.GetRequiredService<TimeProvider>();
            return name => new ValkeyQueue(connection, name, time);
        });
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            "StackExchange.Redis",
            provider => new ServerHealthCheck(
                _ => provider.GetRequiredService<IConnectionMultiplexer>().GetDatabase().PingAsync(), provider.GetRequiredService<TimeProvider>()),
            failureStatus: null,
            tags: null));
        return builder;
    }

    /// <summary>Measures queues: depth, bytes, age of the oldest message, leases.</summary>
    /// <param name="builder">The program; <see cref="AddBoomValkey"/> has been called for it.</param>
    /// <param name="names">Names of the queues.</param>
    public static void WatchQueues(this IHostApplicationBuilder builder, IEnumerable<string> names) =>
        builder.Services.AddSingleton<IHostedService>(provider => new QueueWatch(
            provider.GetRequiredService<Func<string, ILeasedQueue>>(), [.. names], provider.GetRequiredService<TimeProvider>()));

    static ConfigurationOptions Parse(string text)
    {
        try
        {
            var options = ConfigurationOptions.Parse(text);
            options.AbortOnConnectFail = false;
            options.ConnectTimeout = Math.Min(options.ConnectTimeout, 2_000);
            return options;
        }
        catch (ArgumentException)
        {
            // What is wrong may be the password; it is not repeated.
            throw new ConfigurationFaultException("The connection string valkey is malformed: give host:port[,password=…].");
        }
    }
}
