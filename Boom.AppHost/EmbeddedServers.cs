using Microsoft.Extensions.DependencyInjection;

namespace Boom.AppHost;

/// <summary>The program <c>boom serve</c>, resource <c>servers</c>, with those servers below it that are not named.</summary>
sealed class EmbeddedServers
{
    EmbeddedServers(
        IResourceBuilder<ProjectResource> program,
        IResourceBuilder<IResourceWithConnectionString>? kafka,
        IResourceBuilder<IResourceWithConnectionString>? valkey,
        IResourceBuilder<IResourceWithConnectionString>? alertDb) => (Program, Kafka, Valkey, AlertDb) = (program, kafka, valkey, alertDb);

    /// <summary>The program.</summary>
    public IResourceBuilder<ProjectResource> Program { get; }

    /// <summary>Its broker; null when another is named.</summary>
    public IResourceBuilder<IResourceWithConnectionString>? Kafka { get; }

    /// <summary>Its queue server; null when another is named.</summary>
    public IResourceBuilder<IResourceWithConnectionString>? Valkey { get; }

    /// <summary>Its store, a SQLite file that the programs share; null when another is named.</summary>
    public IResourceBuilder<IResourceWithConnectionString>? AlertDb { get; }

    /// <summary>Adds it.</summary>
    /// <param name="builder">The system.</param>
    /// <param name="dataFolder">Where the store lies, and what was played.</param>
    /// <param name="parts">Which servers: <c>kafka</c>, <c>valkey</c>, <c>alertdb</c>.</param>
    /// <param name="namedStore">The store that is named, whose ledger says how far an embedded broker is read; null when the store is embedded.</param>
    public static EmbeddedServers Add(
        IDistributedApplicationBuilder builder, string dataFolder, string[] parts, IResourceBuilder<IResourceWithConnectionString>? namedStore)
    {
        var program = builder.AddTool("servers", "serve", "--only", string.Join(',', parts), "--data", dataFolder)
            .WithHttpEndpoint()
            .WithHttpHealthCheck("/health")
            .WithHealthAndMetrics();
        program.ApplicationBuilder.Eventing.Subscribe<ResourceStoppedEvent>(program.Resource, (stopped, token) => ShowAsync(stopped.Services, parts, KnownResourceStates.Exited, token));
        program.ApplicationBuilder.Eventing.Subscribe<ResourceReadyEvent>(program.Resource, (ready, token) => ShowAsync(ready.Services, parts, KnownResourceStates.Running, token));
        if (namedStore is not null && parts.Contains("kafka"))
            program.WithReference(namedStore);
        return new EmbeddedServers(
            program,
            parts.Contains("kafka") ? Below("kafka", Endpoint("kafka")) : null,
            parts.Contains("valkey") ? Below("valkey", Endpoint("valkey")) : null,
            parts.Contains("alertdb") ? Below("alertdb", ReferenceExpression.Create($"Data Source={Path.Combine(dataFolder, "boom.db")}")) : null);

        ReferenceExpression Endpoint(string name)
        {
            program.WithEndpoint(scheme: "tcp", name: name);
            var endpoint = program.GetEndpoint(name);
            program.WithArgs($"--{name}-port", endpoint.Property(EndpointProperty.TargetPort));
            return ReferenceExpression.Create($"{endpoint.Property(EndpointProperty.HostAndPort)}");
        }

        IResourceBuilder<IResourceWithConnectionString> Below(string name, ReferenceExpression connection) =>
            builder.AddConnectionString(name, connection).WithParentRelationship(program).WaitFor(program);
    }

    // Servers below a program that has ended do not run either.
    static async Task ShowAsync(IServiceProvider services, string[] parts, string state, CancellationToken cancellationToken)
    {
        var notifications = services.GetRequiredService<ResourceNotificationService>();
        var model = services.GetRequiredService<DistributedApplicationModel>();
        foreach (var server in model.Resources.Where(resource => parts.Contains(resource.Name)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await notifications.PublishUpdateAsync(server, known => known with { State = state });
        }
    }
}
