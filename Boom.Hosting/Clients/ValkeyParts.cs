using Boom.Core.Queues;
using Boom.Messaging.Queues;
using Boom.ServiceDefaults;
using Boom.ServiceDefaults.Health;
using Boom.ServiceDefaults.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Boom.Hosting.Clients;

/// <summary>What a program has of the queue server, whoever makes the connection.</summary>
public static class ValkeyParts
{
    const int LongestConnectMs = 2_000;

    /// <summary>Measures queues: depth, bytes, age of the oldest message, leases.</summary>
    /// <param name="builder">The program; <c>AddBoomValkey</c> has been called for it.</param>
    /// <param name="names">Names of the queues.</param>
    public static void WatchQueues(this IHostApplicationBuilder builder, IEnumerable<string> names)
    {
        builder.Services.AddSingleton(provider => new QueueWatch(
            provider.GetRequiredService<Func<string, ILeasedQueue>>(), [.. names], provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<QueueWatch>());
        builder.Services.AddHealthChecks().AddCheck<QueuesHealthCheck>("queues");
    }

    /// <summary>Adds the leased queues by name, and the look at their server.</summary>
    internal static void AddQueues(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton<Func<string, ILeasedQueue>>(provider =>
        {
            var connection = QueueTelemetry.Watch(provider.GetRequiredService<IConnectionMultiplexer>());
            var time = provider.GetRequiredService<TimeProvider>();
            return name => new ValkeyQueue(connection, name, time);
        });
        builder.Services.AddHostedService<ValkeyCheck>();
    }

    internal static void AddQueueCheck(this IHostApplicationBuilder builder) => builder.AddServerCheck(
        "StackExchange.Redis", null, (provider, _) => provider.GetRequiredService<IConnectionMultiplexer>().GetDatabase().PingAsync());

    /// <summary>The settings of a connection string, and those that every program has: it starts without the server, and connects when it comes.</summary>
    /// <exception cref="ConfigurationFaultException">It is malformed.</exception>
    internal static ConfigurationOptions Parse(string text)
    {
        try
        {
            var options = ConfigurationOptions.Parse(text);
            SetDefaults(options);
            return options;
        }
        catch (ArgumentException)
        {
            // What is wrong may be the password; it is not repeated.
            throw new ConfigurationFaultException("The connection string valkey is malformed: give host:port[,password=…].");
        }
    }

    internal static void SetDefaults(ConfigurationOptions options)
    {
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = Math.Min(options.ConnectTimeout, LongestConnectMs);
        // The client's own threads hand each part of a reply over to the pool and back. What blocks threads of the pool, writes to SQLite and to files, is brief.
        options.SocketManager = SocketManager.ThreadPool;
    }
}
