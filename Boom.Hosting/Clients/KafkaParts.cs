using Boom.Messaging.Kafka;
using Boom.ServiceDefaults.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Boom.Hosting.Clients;

/// <summary>What a program has of the brokers, whoever reads the settings.</summary>
static class KafkaParts
{
    public static void AddAdmin(this IHostApplicationBuilder builder, string brokers, KafkaSecurity security) =>
        builder.Services.TryAddSingleton(_ => new KafkaAdmin(brokers, security));

    public static void AddPublisher(this IHostApplicationBuilder builder, string brokers, KafkaSecurity security) =>
        builder.Services.TryAddSingleton(provider => new PacketPublisher(
            brokers, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PacketPublisher>>(), security));

    public static void AddBrokerCheck(this IHostApplicationBuilder builder, string name) => builder.AddServerCheck(
        name, null, (provider, _) => provider.GetRequiredService<KafkaAdmin>().PingAsync(ServerHealthCheck.Patience));
}
