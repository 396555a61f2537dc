using Boom.Core.Messages;
using Boom.Messaging.Kafka;
using Microsoft.Extensions.Hosting;

namespace Boom.Hosting.Clients;

/// <summary>Registration of the brokers, on the integration Aspire.Confluent.Kafka.</summary>
public static class KafkaClient
{
    /// <summary>
    /// Adds what a consumer of the brokers needs, with health check, metrics and settings of the integration. The consumers of the stage are made from
    /// those settings, as each needs callbacks of its own.
    /// </summary>
    /// <exception cref="ConfigurationFaultException">The connection string <c>kafka</c> is missing.</exception>
    /// <param name="builder">The program.</param>
    /// <param name="security">How to sign in.</param>
    public static string AddBoomKafkaConsumer(this IHostApplicationBuilder builder, KafkaSecurity security)
    {
        string? brokers = null;
        var (tracing, metrics) = (false, false);
        builder.AddKafkaConsumer<byte[], byte[]>(ConnectionStrings.Kafka, settings =>
        {
            security.Use(settings.Config);
            security.ApplyTo(settings.Config);
            brokers = settings.ConnectionString ?? settings.Config.BootstrapServers;
            (tracing, metrics) = (settings.DisableTracing, settings.DisableMetrics);
        });
        brokers = ConnectionStrings.Require(brokers, ConnectionStrings.Kafka, "localhost:9092");
        builder.AddAdmin(brokers, security);
        builder.Watch(KafkaTelemetry.Name, disableTracing: tracing, disableMetrics: metrics);
        return brokers;
    }

    /// <summary>Adds what sends messages to the brokers, with health check, metrics and settings of the integration.</summary>
    /// <exception cref="ConfigurationFaultException">The connection string <c>kafka</c> is missing.</exception>
    /// <param name="builder">The program.</param>
    /// <param name="isEmbedded">The broker is that of <c>boom serve</c>, which makes topics when they are asked for.</param>
    /// <param name="around">What is to be done with messages before they are sent; null for nothing.</param>
    public static void AddBoomKafkaProducer(
        this IHostApplicationBuilder builder, bool isEmbedded, Func<IServiceProvider, IMessageSink, IMessageSink>? around = null)
    {
        var security = ProgramSettings.ReadKafka(builder.Configuration);
        string? brokers = null;
        var (tracing, metrics) = (false, false);
        builder.AddKafkaProducer<string, byte[]>(ConnectionStrings.Kafka, settings =>
        {
            security.Use(settings.Config);
            security.ApplyTo(settings.Config);
            brokers = settings.ConnectionString ?? settings.Config.BootstrapServers;
            (tracing, metrics) = (settings.DisableTracing, settings.DisableMetrics);
        });
        brokers = ConnectionStrings.Require(brokers, ConnectionStrings.Kafka, "localhost:9092");
        builder.AddAdmin(brokers, security);
        builder.AddSink(brokers, security, isEmbedded, around);
        builder.Watch(KafkaTelemetry.Name, disableTracing: tracing, disableMetrics: metrics);
    }
}
