using Boom.ServiceDefaults.Health;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Boom.ServiceDefaults.Clients;

/// <summary>Registration of the brokers.</summary>
public static class KafkaClient
{
    /// <summary>Adds the health check <c>Aspire.Confluent.Kafka.Consumer</c>, and answers the brokers.</summary>
    /// <exception cref="ConfigurationFaultException">The connection string <c>kafka</c> is missing.</exception>
    public static string AddBoomKafka(this IHostApplicationBuilder builder)
    {
        var brokers = ConnectionStrings.Require(builder.Configuration, ConnectionStrings.Kafka, "localhost:9092");
        builder.Services.AddSingleton(_ => new KafkaPing(brokers));
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            "Aspire.Confluent.Kafka.Consumer",
            provider => new ServerHealthCheck(
                provider.GetRequiredService<KafkaPing>().AskAsync, provider.GetRequiredService<TimeProvider>()),
            failureStatus: null,
            tags: null));
        return brokers;
    }

    /// <summary>A client of its own that asks the brokers who they are.</summary>
    sealed class KafkaPing(string brokers) : IDisposable
    {
        readonly IAdminClient _client = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = brokers })
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, _) => { })
            .Build();

        // The client's call blocks.
        public Task AskAsync(CancellationToken cancellationToken)
            => Task.Run(() => _client.GetMetadata(ServerHealthCheck.Patience), cancellationToken);

        public void Dispose() => _client.Dispose();
    }
}
