using Boom.Messaging.Kafka;
using Boom.Storage.Cutouts;
using Microsoft.Extensions.Configuration;

namespace Boom.Cli.Hosting;

/// <summary>The servers named in the configuration; what is not named is embedded.</summary>
/// <param name="Kafka">Connection string <c>kafka</c>.</param>
/// <param name="Valkey">Connection string <c>valkey</c>.</param>
/// <param name="AlertDb">Connection string <c>alertdb</c>.</param>
/// <param name="Security">How to sign in at the Kafka brokers, section <c>Kafka</c>.</param>
internal sealed record ServerSettings(string? Kafka, string? Valkey, string? AlertDb, KafkaSecurity Security)
{
    /// <summary>From environment variables like <c>ConnectionStrings__kafka</c>.</summary>
    public static ServerSettings FromEnvironment() => From(new ConfigurationBuilder().AddEnvironmentVariables().Build());

    /// <summary>From a configuration.</summary>
    public static ServerSettings From(IConfiguration configuration) =>
        new(Read(configuration, "kafka"), Read(configuration, "valkey"), Read(configuration, "alertdb"), ReadSecurity(configuration));

    /// <summary>Where a MongoDB store keeps cutouts, section <c>Cutouts</c> of the environment, as for the programs.</summary>
    public static CutoutOptions CutoutsFromEnvironment() =>
        new ConfigurationBuilder().AddEnvironmentVariables().Build().GetSection("Cutouts").Get<CutoutOptions>() ?? new CutoutOptions();

    static KafkaSecurity ReadSecurity(IConfiguration configuration)
    {
        var security = new KafkaSecurity();
        configuration.GetSection(KafkaSecurity.Section).Bind(security);
        return security.FindProblems().FirstOrDefault() is { } problem ? throw new CliException(ExitCode.Usage, problem) : security;
    }

    static string? Read(IConfiguration configuration, string name) =>
        configuration.GetConnectionString(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
}
