using Boom.Hosting;
using Boom.Hosting.Clients;
using Boom.Messaging.Kafka;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Configuration;

namespace Boom.Embedded;

/// <summary>The servers named in the configuration; what is not named is embedded.</summary>
/// <param name="Kafka">Connection string <c>kafka</c>.</param>
/// <param name="Valkey">Connection string <c>valkey</c>.</param>
/// <param name="AlertDb">Connection string <c>alertdb</c>.</param>
/// <param name="Security">How to sign in at the Kafka brokers, section <c>Kafka</c>.</param>
public sealed record ServerSettings(string? Kafka, string? Valkey, string? AlertDb, KafkaSecurity Security)
{
    /// <summary>
    /// Address of a <c>boom serve</c> that publishes for others, by the convention of service discovery: <c>services__servers__http__0</c>; null for none.
    /// </summary>
    public Uri? Publisher { get; init; }

    /// <summary>From environment variables like <c>ConnectionStrings__kafka</c>.</summary>
    /// <exception cref="ConfigurationFaultException">The section <c>Kafka</c> is wrong, or a port is none.</exception>
    public static ServerSettings FromEnvironment() => From(ProgramSettings.FromEnvironment());

    /// <summary>From a configuration.</summary>
    public static ServerSettings From(IConfiguration configuration) =>
        new(
            ConnectionStrings.Read(configuration, ConnectionStrings.Kafka), ConnectionStrings.Read(configuration, ConnectionStrings.Valkey),
            ConnectionStrings.Read(configuration, ConnectionStrings.AlertDb), ProgramSettings.ReadKafka(configuration))
        {
            Publisher = Uri.TryCreate(configuration["services:servers:http:0"], UriKind.Absolute, out var address) ? address : null,
        };
}
