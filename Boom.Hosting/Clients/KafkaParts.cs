using Boom.Core.Messages;
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

    /// <summary>Adds what sends to the brokers, and has it be where messages go, by way of <paramref name="around"/> if there is one.</summary>
    public static void AddSink(
        this IHostApplicationBuilder builder, string brokers, KafkaSecurity security, bool isEmbedded, Func<IServiceProvider, IMessageSink, IMessageSink>? around)
    {
        builder.Services.TryAddSingleton(provider => new KafkaMessageSink(
            brokers, provider.GetRequiredService<KafkaAdmin>(), isEmbedded, provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger<KafkaMessageSink>(), security));
        builder.Services.TryAddSingleton<IMessageSink>(provider =>
        {
            var broker = provider.GetRequiredService<KafkaMessageSink>();
            return around is null ? broker : around(provider, broker);
        });
    }

    public static void AddBrokerCheck(this IHostApplicationBuilder builder, string name) => builder.AddServerCheck(
        name, null, (provider, _) => provider.GetRequiredService<KafkaAdmin>().PingAsync(ServerHealthCheck.Patience));
}
