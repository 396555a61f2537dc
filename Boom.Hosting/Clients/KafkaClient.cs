using Boom.Core.Messages;
using Boom.Messaging.Kafka;
using Boom.ServiceDefaults;
using Confluent.Kafka;
using Microsoft.Extensions.Hosting;

namespace Boom.Hosting.Clients;

/// <summary>Registration of the brokers, on the plain Confluent.Kafka; <c>AspireClients=kafka</c> puts the Aspire integration in its place.</summary>
public static class KafkaClient
{
    const string Section = "Aspire:Confluent:Kafka:Consumer";
    const string ProducerSection = "Aspire:Confluent:Kafka:Producer";

    /// <summary>
    /// Adds what a consumer of the brokers needs, and the health check <c>Aspire.Confluent.Kafka.Consumer</c>. Answers the brokers; settings of
    /// section <c>Aspire:Confluent:Kafka:Consumer:Config</c> are added to <paramref name="security"/>.
    /// </summary>
    /// <exception cref="ConfigurationFaultException">The connection string <c>kafka</c> is missing, or a setting is wrong.</exception>
    /// <param name="builder">The program.</param>
    /// <param name="security">How to sign in.</param>
    public static string AddBoomKafkaConsumer(this IHostApplicationBuilder builder, KafkaSecurity security)
    {
        var config = new ConsumerConfig();
        var settings = ClientSection.Read(builder.Configuration, Section, ConnectionStrings.Kafka, "Config");
        settings.Bind("Config", config);
        var brokers = ConnectionStrings.Require(settings.ConnectionString ?? config.BootstrapServers, ConnectionStrings.Kafka, "localhost:9092");
        security.Use(config);
        builder.AddAdmin(brokers, security);
        if (!settings.DisableHealthChecks)
            builder.AddBrokerCheck("Aspire.Confluent.Kafka.Consumer");
        builder.Watch(KafkaTelemetry.Name, settings.DisableTracing, settings.DisableMetrics);
        return brokers;
    }

    /// <summary>
    /// Adds what sends messages to the brokers (<see cref="IMessageSink"/>), and the health check <c>Aspire.Confluent.Kafka.Producer</c>.
    /// Settings of section <c>Aspire:Confluent:Kafka:Producer:Config</c> are added to section <c>Kafka</c>.
    /// </summary>
    /// <exception cref="ConfigurationFaultException">The connection string <c>kafka</c> is missing, or a setting is wrong.</exception>
    /// <param name="builder">The program.</param>
    /// <param name="isEmbedded">The broker is that of <c>boom serve</c>, which makes topics when they are asked for.</param>
    /// <param name="around">What is to be done with messages before they are sent; null for nothing.</param>
    public static void AddBoomKafkaProducer(
        this IHostApplicationBuilder builder, bool isEmbedded, Func<IServiceProvider, IMessageSink, IMessageSink>? around = null)
    {
        var security = ProgramSettings.ReadKafka(builder.Configuration);
        var config = new ProducerConfig();
        var settings = ClientSection.Read(builder.Configuration, ProducerSection, ConnectionStrings.Kafka, "Config");
        settings.Bind("Config", config);
        var brokers = ConnectionStrings.Require(settings.ConnectionString ?? config.BootstrapServers, ConnectionStrings.Kafka, "localhost:9092");
        security.Use(config);
        builder.AddAdmin(brokers, security);
        builder.AddSink(brokers, security, isEmbedded, around);
        if (!settings.DisableHealthChecks)
            builder.AddBrokerCheck("Aspire.Confluent.Kafka.Producer");
        builder.Watch(KafkaTelemetry.Name, settings.DisableTracing, settings.DisableMetrics);
    }
}
