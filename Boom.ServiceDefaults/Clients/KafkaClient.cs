using Boom.Messaging.Kafka;
using Boom.ServiceDefaults.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Boom.ServiceDefaults.Clients;

/// <summary>Registration of the brokers.</summary>
public static class KafkaClient
{
    /// <summary>Adds the health check <c>Aspire.Confluent.Kafka.Consumer</c>, and answers the brokers.</summary>
    /// <exception cref="ConfigurationFaultException">The connection string <c>kafka</c> is missing.</exception>
    /// <param name="builder">The program.</param>
    /// <param name="security">How to sign in.</param>
    public static string AddBoomKafka(this IHostApplicationBuilder builder, KafkaSecurity security)
    {
        var brokers = ConnectionStrings.Require(builder.Configuration, ConnectionStrings.Kafka, "localhost:9092");
        builder.Services.AddSingleton(_ => new KafkaAdmin(brokers, security));
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            "Aspire.Confluent.Kafka.Consumer",
            provider => new ServerHealthCheck(
                token => Task.Run(() => provider.GetRequiredService<KafkaAdmin>().Ping(ServerHealthCheck.Patience), token), provider.GetRequiredService<TimeProvider>()),
            failureStatus: null,
            tags: null));
        return brokers;
    }
}
