using Boom.Core.Surveys;
using Boom.Hosting.Clients;
using Boom.Hosting.Retention;
using Boom.Hosting.Schemas;
using Boom.Messaging.Kafka;
using Boom.Messaging.Registry;
using Boom.ServiceDefaults;
using Boom.ServiceDefaults.Logging;
using Boom.ServiceDefaults.Telemetry;
using Boom.Storage.Cutouts;
using Boom.Storage.Mongo;
using Microsoft.Extensions.Configuration;

namespace Boom.Hosting;

/// <summary>
/// The settings that programs have in common, read and checked in one place for the programs, for <c>boom run</c> and for <c>boom doctor</c>.
/// </summary>
public static class ProgramSettings
{
    /// <summary>The settings of the environment, such as <c>Consumer__BatchSize</c> for <c>Consumer:BatchSize</c>.</summary>
    public static IConfiguration FromEnvironment() => new ConfigurationBuilder().AddEnvironmentVariables().Build();

    /// <summary>How to sign in at the brokers, section <c>Kafka</c>.</summary>
    /// <exception cref="ConfigurationFaultException">A key is unknown or a value wrong: all of these are named.</exception>
    public static KafkaSecurity ReadKafka(IConfiguration configuration)
    {
        var security = new KafkaSecurity();
        ConfigurationFaultException.ThrowIfAny([.. OptionsSection.Bind(configuration, KafkaSecurity.Section, security), .. security.FindProblems()]);
        return security;
    }

    /// <summary>How a MongoDB store is called, sections <c>AlertDb</c> and <c>Cutouts</c>.</summary>
    /// <exception cref="ConfigurationFaultException">A key is unknown or a value wrong.</exception>
    public static MongoStoreOptions ReadMongo(IConfiguration configuration, string connectionString) =>
        StoreParts.ReadOptions(configuration, connectionString);

    /// <summary>Where a MongoDB store keeps cutouts, section <c>Cutouts</c>.</summary>
    /// <exception cref="ConfigurationFaultException">A key is unknown or a value wrong.</exception>
    public static CutoutOptions ReadCutouts(IConfiguration configuration) => OptionsSection.Read<CutoutOptions>(configuration, "Cutouts");

    /// <summary>How much room disks must have, section <c>Storage</c>.</summary>
    /// <exception cref="ConfigurationFaultException">A key is unknown or a value wrong.</exception>
    public static StorageOptions ReadStorage(IConfiguration configuration) => OptionsSection.Read<StorageOptions>(configuration, StorageOptions.Section);

    /// <summary>How long things are kept, section <c>Retention</c>.</summary>
    /// <exception cref="ConfigurationFaultException">A key is unknown or a value wrong: all of these are named.</exception>
    public static RetentionOptions ReadRetention(IConfiguration configuration)
    {
        var problems = new List<string>();
        var options = RetentionOptions.Read(configuration, problems);
        ConfigurationFaultException.ThrowIfAny(problems);
        return options;
    }

    /// <summary>What is wrong with each section, a sentence each; a section without a fault is listed as well.</summary>
    public static IReadOnlyList<(string Section, IReadOnlyList<string> Problems)> Check(IConfiguration configuration) =>
    [
        ("ConnectionStrings", ConnectionStrings.Check(configuration)),
        (SurveySelection.Key, Try(() => SurveySelection.Read(configuration))),
        (SurveySettings.Section, Try(() => SurveyDataSettings.Read(configuration))),
        (KafkaSecurity.Section, Try(() => ReadKafka(configuration))),
        ("AlertDb, Cutouts", Try(() => ReadMongo(configuration, "mongodb://localhost:27017/boom"))),
        (StorageOptions.Section, Try(() => ReadStorage(configuration))),
        (RetentionOptions.Section, Try(() => ReadRetention(configuration))),
        (RegistryOptions.Section, Try(() => SchemaParts.Read(configuration))),
        (TelemetryOptions.Section, Try(() => (BoomTelemetry.Read(configuration), BoomTelemetry.HasCollector(configuration)))),
        ("Http", Try(() => PortChoice.Read(configuration))),
        (LogDirectives.Key, Try(() => BoomLogging.Check(configuration))),
    ];

    static IReadOnlyList<string> Try<T>(Func<T> read)
    {
        try
        {
            read();
            return [];
        }
        catch (ConfigurationFaultException fault)
        {
            return fault.Message.Split(Environment.NewLine);
        }
    }
}
