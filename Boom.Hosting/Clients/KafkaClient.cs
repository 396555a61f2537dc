using Boom.Messaging.Kafka;
using Boom.ServiceDefaults;
using Confluent.Kafka;
using Microsoft.Extensions.Hosting;

namespace Boom.Hosting.Clients;

/// <summary>Registration of the brokers, on the plain Confluent.Kafka; <c>AspireClients=true</c> puts the Aspire integration in its place.</summary>
public static class KafkaClient
{
    const string ConsumerSection = "Aspire:Confluent:Kafka:Consumer";
    const string ProducerSection = "Aspire:Confluent:Kafka:Producer";

    /// <summary>
    /// Adds what a consumer of the brokers needs, and the health check <c>Aspire.Confluent.Kafka.Consumer</c>. Answers the brokers; settings of
    /// section <c>Aspire:Confluent:Kafka:Consumer:Config</c> are added to <paramref name="security"/>.
    /// </summary>
    /// <exception cref="ConfigurationFaultException">The connection string <c>kafka</c> is missing, or a setting is wrong.</exception>
    /// <param name="builder">The program.</param>
    /// <param name="security">How to sign in.</param>
    public static string AddBoomKafkaConsumer(this IHostApplicationBuilder builder, KafkaSecurity security) =>
        builder.Add(ConsumerSection, "Aspire.Confluent.Kafka.Consumer", new ConsumerConfig(), security);

    /// <summary>As <see cref="AddBoomKafkaConsumer"/>, for a program that publishes: adds <see cref="PacketPublisher"/>.</summary>
    /// <exception cref="ConfigurationFaultException">The connection string <c>kafka</c> is missing, or a setting is wrong.</exception>
    /// <param name="builder">The program.</param>
    /// <param name="security">How to sign in.</param>
    public static string AddBoomKafkaProducer(this IHostApplicationBuilder builder, KafkaSecurity security)
    {
        var brokers = builder.Add(ProducerSection, "Aspire.Confluent.Kafka.Producer", new ProducerConfig(), security);
        builder.AddPublisher(brokers, security);
        return brokers;
    }

    static string Add(this IHostApplicationBuilder builder, string section, string check, ClientConfig config, KafkaSecurity security)
    {
        var settings = ClientSection.Read(builder.Configuration, section, ConnectionStrings.Kafka, "Config");
        settings.Bind("Config", config);
        var brokers = ConnectionStrings.Require(settings.ConnectionString ?? config.BootstrapServers, ConnectionStrings.Kafka, "localhost:9092");
        security.Use(config);
        builder.AddAdmin(brokers, security);
        if (!settings.DisableHealthChecks)
            builder.AddBrokerCheck(check);
        builder.Watch(KafkaTelemetry.Name, settings.DisableTracing, settings.DisableMetrics);
        return brokers;
    }
}
