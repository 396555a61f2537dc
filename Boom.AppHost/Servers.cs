using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Boom.AppHost;

/// <summary>
/// The three servers, each in one of three ways: one that already runs, where its connection string is given (<c>ConnectionStrings:kafka</c>,
/// <c>:valkey</c>, <c>:alertdb</c>); a container; or, where no engine runs for one, part of the program <c>boom serve</c>.
/// </summary>
sealed class Servers
{
    const string KafkaName = "kafka", ValkeyName = "valkey", AlertDbName = "alertdb";

    Servers(
        IResourceBuilder<IResourceWithConnectionString> kafka,
        IResourceBuilder<IResourceWithConnectionString> valkey,
        IResourceBuilder<IResourceWithConnectionString> alertDb,
        EmbeddedServers? embedded,
        bool isBrokerNamed) => (Kafka, Valkey, AlertDb, Embedded, IsBrokerNamed) = (kafka, valkey, alertDb, embedded, isBrokerNamed);

    /// <summary>The broker that surveys are read from.</summary>
    public IResourceBuilder<IResourceWithConnectionString> Kafka { get; }

    /// <summary>The server of the queues between the stages.</summary>
    public IResourceBuilder<IResourceWithConnectionString> Valkey { get; }

    /// <summary>The store.</summary>
    public IResourceBuilder<IResourceWithConnectionString> AlertDb { get; }

    /// <summary>The program that has those which are embedded; null when none is.</summary>
    public EmbeddedServers? Embedded { get; }

    /// <summary>Whether the broker is that of <c>boom serve</c>.</summary>
    public bool BrokerIsEmbedded => Embedded?.Kafka is not null;

    /// <summary>Whether the store is the file of <c>boom serve</c>.</summary>
    public bool StoreIsEmbedded => Embedded?.AlertDb is not null;

    /// <summary>Whether the broker is one that already runs, and may hold what others have published.</summary>
    public bool IsBrokerNamed { get; }

    /// <summary>Adds them.</summary>
    public static async Task<Servers> AddAsync(IDistributedApplicationBuilder builder, SystemPlan plan)
    {
        string[] missing = [.. ((string[])[KafkaName, ValkeyName, AlertDbName]).Where(name => string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString(name)))];
        var (isEmbedded, reason) = await ChooseAsync(builder, plan, missing);
        var (kafka, valkey, alertDb) = (Named(KafkaName), Named(ValkeyName), Named(AlertDbName));
        var embedded = isEmbedded ? EmbeddedServers.Add(builder, plan.DataFolder(builder.AppHostDirectory), missing, alertDb) : null;
        if (missing.Length > 0 && builder.ExecutionContext.IsRunMode)
            Tell(builder, embedded, $"{string.Join(", ", missing)}: {reason} To use servers of your own, name them: ConnectionStrings:kafka, ConnectionStrings:valkey, ConnectionStrings:alertdb.");
        return new Servers(
            kafka ?? embedded?.Kafka ?? builder.AddKafkaContainer(),
            valkey ?? embedded?.Valkey ?? builder.AddValkeyContainer(),
            alertDb ?? embedded?.AlertDb ?? builder.AddMongoContainer(),
            embedded,
            kafka is not null);

        IResourceBuilder<IResourceWithConnectionString>? Named(string name) => missing.Contains(name) ? null : builder.AddConnectionString(name);
    }

    static async Task<(bool IsEmbedded, string Reason)> ChooseAsync(IDistributedApplicationBuilder builder, SystemPlan plan, string[] missing) => plan.Servers switch
    {
        _ when missing.Length == 0 || builder.ExecutionContext.IsPublishMode => (false, ""),
        ServerKind.Embedded => (true, "embedded, as Boom:Servers says; without it containers are used where an engine runs."),
        ServerKind.Containers => (false, "containers, as Boom:Servers says; Boom:Servers=embedded needs no engine."),
        _ when await ContainerEngine.RunsAsync() => (false, "containers, as a container engine runs; Boom:Servers=embedded needs none."),
        _ => (true, "embedded, in the program boom serve, as no container engine runs; with Docker or Podman running they are containers."),
    };

    static void Tell(IDistributedApplicationBuilder builder, EmbeddedServers? embedded, string line) => builder.Eventing.Subscribe<BeforeStartEvent>((start, _) =>
    {
        start.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Boom.AppHost").LogInformation("Servers: {Way}", line);
        if (embedded is not null)
            start.Services.GetRequiredService<ResourceLoggerService>().GetLogger(embedded.Program.Resource).LogInformation("{Way}", line);
        return Task.CompletedTask;
    });
}
