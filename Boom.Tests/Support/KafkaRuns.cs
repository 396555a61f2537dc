using Boom.Consumer;
using Microsoft.Extensions.Logging;

namespace Boom.Tests.Support;

/// <summary>Settings of consumers on the Kafka of the tests.</summary>
static class KafkaRuns
{
    /// <summary>Has a consumer read that Kafka, and look often.</summary>
    public static void Configure(ConsumerOptions options, KafkaTestServer kafka, Action? onDrained)
    {
        kafka.Require();
        options.BootstrapServers = kafka.BootstrapServers;
        options.BrokerIsEmbedded = false;
        options.SessionTimeout = TimeSpan.FromSeconds(6);
        options.RosterInterval = TimeSpan.FromSeconds(1);
        options.UntilDrained = onDrained is not null;
    }

    /// <summary>A logger that keeps the consumer's lines.</summary>
    public static ILogger<ConsumerWorker> Log(LineLogger lines) =>
        new Logger<ConsumerWorker>(LoggerFactory.Create(builder => builder.AddProvider(lines).SetMinimumLevel(LogLevel.Information)));
}
