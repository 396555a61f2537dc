using Boom.Messaging.Kafka;
using Boom.ServiceDefaults.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Boom.Hosting.Clients;

/// <summary>What a program has of the brokers, whoever reads the settings.</summary>
static class KafkaParts
{
    public static void AddAdmin(this IHostApplicationBuilder builder, string brokers, KafkaSecurity security) =>
        builder.Services.TryAddSingleton(_ => new KafkaAdmin(brokers, security));

    public static void AddBrokerCheck(this IHostApplicationBuilder builder, string name) => builder.AddServerCheck(
        name, null, (provider, _) => provider.GetRequiredService<KafkaAdmin>().PingAsync(ServerHealthCheck.Patience));
}
