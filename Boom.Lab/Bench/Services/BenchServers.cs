using System.Globalization;
using Boom.Embedded;
using Boom.Hosting;
using Boom.Messaging.Kafka;
using Boom.Storage;
using Boom.Storage.Cutouts;

namespace Boom.Lab.Bench.Services;

/// <summary>The servers that the connection strings name, and the names under which the benchmark keeps to itself on them.</summary>
/// <param name="Id">In every name that is made up here.</param>
/// <param name="Valkey">Connection string of the queue server, as given.</param>
/// <param name="AlertDb">Connection string of the store, as given.</param>
/// <param name="Cutouts">Where cutouts go, in a folder of its own.</param>
internal sealed record BenchServers(string Id, string Kafka, KafkaSecurity Security, string Valkey, string AlertDb, CutoutOptions Cutouts)
{
    /// <summary>From the environment, as the programs take it.</summary>
    /// <exception cref="ExitException">A server is missing or cannot be used for this.</exception>
    public static BenchServers FromEnvironment(TimeProvider time) => From(
        ServerSettings.FromEnvironment(),
        ProgramSettings.ReadCutouts(ProgramSettings.FromEnvironment()),
        string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().ToUnixTimeSeconds():x}-{Environment.ProcessId}"));

    /// <inheritdoc cref="FromEnvironment"/>
    public static BenchServers From(ServerSettings settings, CutoutOptions cutouts, string id)
    {
        var kafka = Require(settings.Kafka, "kafka", "localhost:9092");
        var valkey = Require(settings.Valkey, "valkey", "localhost:6379");
        var alertDb = Require(settings.AlertDb, "alertdb", "mongodb://localhost:27017/boom");
        if (StoreConnection.Parse(alertDb).MongoUrl is null)
        {
            throw new ExitException(
                ExitCode.Usage,
                "The connection string alertdb names a SQLite file, which '--profile embedded' measures: give that of a MongoDB server, e.g. mongodb://localhost:27017/boom.");
        }

        cutouts.Validate();
        if (cutouts.Store == CutoutOptions.S3Bucket)
            throw new ExitException(ExitCode.Usage, "Cutouts:Store is s3, where simulated cutouts would lie among real ones: give mongo or folder for the benchmark.");
        if (cutouts.Store == CutoutOptions.InFolder)
            cutouts = new CutoutOptions { Store = CutoutOptions.InFolder, Folder = Path.Combine(cutouts.Folder!, $"boom-bench-{id}") };
        return new BenchServers(id, kafka, settings.Security, valkey, alertDb, cutouts);
    }

    /// <summary>What a stage program is told: its servers, its survey, and no address that would keep several from running side by side.</summary>
    public Dictionary<string, string?> ChildEnvironment(string valkey, string alertDb) => new()
    {
        ["ConnectionStrings__kafka"] = Kafka,
        ["ConnectionStrings__valkey"] = valkey,
        ["ConnectionStrings__alertdb"] = alertDb,
        ["Cutouts__Store"] = Cutouts.Store,
        ["Cutouts__Folder"] = Cutouts.Folder,
        ["Surveys"] = "ztf",
        ["ASPNETCORE_URLS"] = null,
        ["ASPNETCORE_HTTP_PORTS"] = null,
        ["DOTNET_URLS"] = null,
        ["DOTNET_HTTP_PORTS"] = null,
    };

    static string Require(string? text, string name, string example) => text ?? throw new ExitException(
        ExitCode.Usage, $"The connection string {name} is missing: '--profile services' needs it as environment variable, e.g. ConnectionStrings__{name}={example}");
}
