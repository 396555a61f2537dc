namespace Boom.AppHost;

/// <summary>The programs: stages that run for good, and tools that come to an end.</summary>
static class Stages
{
    /// <summary>Adds a stage of a survey, its health and its metrics; null when none of it is to run.</summary>
    /// <param name="builder">The system.</param>
    /// <param name="stage">Its name, that of the resource up to the survey.</param>
    /// <param name="survey">The survey.</param>
    /// <param name="replicas">How many programs run side by side.</param>
    public static IResourceBuilder<ProjectResource>? AddStage<TProject>(
        this IDistributedApplicationBuilder builder, string stage, SurveyPlan survey, int replicas)
        where TProject : IProjectMetadata, new() => replicas == 0
        ? null
        : builder.AddProject<TProject>($"{stage}-{survey.Name}")
            .StartedAsBuilt()
            .WithoutCertificates()
            .WithHttpEndpoint()
            .WithHealthReport()
            .WithHealthAndMetrics()
            .WithReplicas(replicas)
            .WithEnvironment("Surveys", survey.Name)
            .InDevelopment()
            .WithSettings(survey.Settings);

    /// <summary>Links in the dashboard.</summary>
    public static IResourceBuilder<ProjectResource> WithHealthAndMetrics(this IResourceBuilder<ProjectResource> program) => program
        .WithUrlForEndpoint("http", url => (url.Url, url.DisplayText) = ("/health", "Health"))
        .WithUrlForEndpoint("http", _ => new ResourceUrlAnnotation { Url = "/metrics", DisplayText = "Metrics" });

    /// <summary>Adds a run of the <c>boom</c> command.</summary>
    public static IResourceBuilder<ProjectResource> AddTool(this IDistributedApplicationBuilder builder, string name, params string[] arguments) =>
        builder.AddProject<Projects.Boom_Cli>(name).StartedAsBuilt().WithoutCertificates().InDevelopment().WithArgs(arguments);

    /// <summary>Gives a program the connection strings of servers; it waits for those that are started here.</summary>
    public static IResourceBuilder<ProjectResource> On(
        this IResourceBuilder<ProjectResource> program, params IResourceBuilder<IResourceWithConnectionString>[] servers)
    {
        foreach (var server in servers)
        {
            program.WithReference(server);

            // The programs wait for a server that is away by themselves; one that runs elsewhere has no state to wait for here.
            if (server.Resource is not ParameterResource)
                program.WaitFor(server);
        }

        return program;
    }

    /// <summary>Has a program wait for the end of a tool, where there is one.</summary>
    public static IResourceBuilder<ProjectResource> After(this IResourceBuilder<ProjectResource> program, IResourceBuilder<ProjectResource>? tool) =>
        tool is null ? program : program.WaitForCompletion(tool);

    /// <summary>Name and password for a broker that asks for them: parameters <c>kafka-username</c> and <c>kafka-password</c>.</summary>
    public static IResourceBuilder<ProjectResource> WithSignIn(this IResourceBuilder<ProjectResource> program)
    {
        var builder = program.ApplicationBuilder;

        // Not the whole section: a password in it would be written into the files of a deployment.
        foreach (var key in (string[])["Protocol", "Mechanism", "CaFile"])
        {
            if (builder.Configuration[$"Kafka:{key}"] is { Length: > 0 } value)
                program.WithEnvironment($"Kafka__{key}", value);
        }

        if (string.IsNullOrWhiteSpace(builder.Configuration["Parameters:kafka-username"]))
            return program;
        return program
            .WithEnvironment("Kafka__Username", builder.Parameter("kafka-username", "User that signs in at the brokers.", secret: false))
            .WithEnvironment("Kafka__Password", builder.Parameter("kafka-password", "Password of that user.", secret: true));
    }

    /// <summary>
    /// Makes a consumer read what is played, whatever the date: all nights of a broker that holds nothing else, one of a broker that others publish to.
    /// </summary>
    public static IResourceBuilder<ProjectResource> ReadingWhatIsPlayed(this IResourceBuilder<ProjectResource> consumer, PlayerPlan player, Servers servers) =>
        !player.Enabled || consumer.ApplicationBuilder.ExecutionContext.IsPublishMode ? consumer
        : (servers.IsBrokerNamed ? consumer.WithEnvironment("Consumer__Night", player.Night) : consumer.WithEnvironment("Consumer__AllNights", "true"))
            .WithEnvironment("Consumer__Simulated", player.Folder.Length == 0 ? "true" : "false");

    /// <summary>
    /// Gives an enricher the network of the simulated sky, where nothing but simulated nights is played and the settings name no networks.
    /// </summary>
    public static IResourceBuilder<ProjectResource> ScoringWhatIsPlayed(
        this IResourceBuilder<ProjectResource> enricher, SurveyPlan survey, SystemPlan plan, Servers servers) =>
        plan.IsSimulated(enricher.ApplicationBuilder, servers) && !survey.Sets("Models:Networks") ? enricher.WithEnvironment("Models__Networks", "boom_rb") : enricher;

    /// <summary>
    /// Gives an alert worker its catalogues: the folder <c>catalogs</c> of the data folder, unless the settings name another, and where nothing but simulated
    /// nights is played those of the simulated sky besides. A deployment is left to its settings.
    /// </summary>
    public static IResourceBuilder<ProjectResource> MatchingWhatIsPlayed(
        this IResourceBuilder<ProjectResource> alertWorker, SurveyPlan survey, SystemPlan plan, Servers servers)
    {
        var builder = alertWorker.ApplicationBuilder;
        if (builder.ExecutionContext.IsPublishMode)
            return alertWorker;
        if (!survey.Sets("Catalogs:Folder"))
            alertWorker.WithEnvironment("Catalogs__Folder", Path.Combine(plan.DataFolder(builder.AppHostDirectory), "catalogs"));
        return plan.SimulatedCatalogs(builder, servers) is { } simulated ? alertWorker.WithEnvironment("Catalogs__SimulatedFolder", simulated) : alertWorker;
    }

    /// <summary>
    /// Has an alert worker keep the schemas that it fetches in the folder <c>schemas</c> of the data folder, unless the settings name another. A deployment is
    /// left to its settings.
    /// </summary>
    public static IResourceBuilder<ProjectResource> KeepingSchemas(this IResourceBuilder<ProjectResource> alertWorker, SurveyPlan survey, SystemPlan plan)
    {
        var builder = alertWorker.ApplicationBuilder;
        return builder.ExecutionContext.IsPublishMode || survey.Sets("Registry:CacheFolder")
            ? alertWorker
            : alertWorker.WithEnvironment("Registry__CacheFolder", Path.Combine(plan.DataFolder(builder.AppHostDirectory), "schemas"));
    }

    /// <summary>Draws in the graph of resources whom a stage hands its alerts to.</summary>
    public static void Feeds(this IResourceBuilder<ProjectResource>? stage, IResourceBuilder<ProjectResource>? next)
    {
        if (stage is not null && next is not null)
            stage.WithRelationship(next.Resource, "Feeds");
    }

    /// <summary>Has enrichers hand their alerts on, where there are filter workers: a queue that nobody reads would only grow.</summary>
    public static void HandsOnTo(this IResourceBuilder<ProjectResource>? enricher, IResourceBuilder<ProjectResource>? filterWorker)
    {
        enricher.Feeds(filterWorker);
        if (filterWorker is not null)
            enricher?.WithEnvironment("Enricher__Forward", "true");
    }

    /// <summary>
    /// Tells a filter worker whose broker it sends to: that of <c>boom serve</c> makes topics when they are asked for, and forgets what it was sent; it sends it
    /// again from the folder where the worker keeps it.
    /// </summary>
    public static IResourceBuilder<ProjectResource> SendingTo(this IResourceBuilder<ProjectResource> filterWorker, Servers servers, SystemPlan plan) =>
        servers.BrokerIsEmbedded
            ? filterWorker.WithEnvironment("Streams__BrokerIsEmbedded", "true")
                .WithEnvironment("Streams__Folder", Path.Combine(plan.DataFolder(filterWorker.ApplicationBuilder.AppHostDirectory), "streams"))
            : filterWorker;

    /// <summary>Tells a consumer whose broker it reads from: that of <c>boom serve</c> forgets its topics, and is filled again from the play journal.</summary>
    public static IResourceBuilder<ProjectResource> ReadingFrom(this IResourceBuilder<ProjectResource> consumer, Servers servers) =>
        servers.BrokerIsEmbedded ? consumer.WithEnvironment("Consumer__BrokerIsEmbedded", "true") : consumer;

    /// <summary>Has a player publish: to the broker, or by <c>boom serve</c>, which alone numbers the packets of its broker.</summary>
    public static IResourceBuilder<ProjectResource> PublishingTo(this IResourceBuilder<ProjectResource> player, Servers servers) =>
        servers.BrokerIsEmbedded ? player.WithReference(servers.Embedded!.Program).WaitFor(servers.Embedded.Program) : player.On(servers.Kafka).WithSignIn();

    // What the dashboard shows is no production. The name is added to those attributes that the dashboard goes by.
    static IResourceBuilder<ProjectResource> InDevelopment(this IResourceBuilder<ProjectResource> program) => program.ApplicationBuilder.ExecutionContext.IsPublishMode
        ? program
        : program.WithEnvironment(context =>
        {
            const string key = "OTEL_RESOURCE_ATTRIBUTES";
            var others = context.EnvironmentVariables.GetValueOrDefault(key) is string { Length: > 0 } text ? text + "," : "";
            context.EnvironmentVariables[key] = others + "deployment.environment.name=development";
        });

    // Nothing here speaks HTTPS. Else every page of the dashboard asks for a development certificate, and the lines of every program begin with certificates.
    static IResourceBuilder<ProjectResource> WithoutCertificates(this IResourceBuilder<ProjectResource> program) =>
        program.WithoutHttpsCertificate().WithCertificateTrustScope(CertificateTrustScope.None);

    static IResourceBuilder<ProjectResource> WithSettings(this IResourceBuilder<ProjectResource> program, IDictionary<string, string> settings)
    {
        foreach (var (key, value) in settings)
            program.WithEnvironment(key.Replace(":", "__", StringComparison.Ordinal), value);
        return program;
    }

    // A parameter is added once, whoever asks for it first.
    static IResourceBuilder<ParameterResource> Parameter(
        this IDistributedApplicationBuilder builder, string name, string description, bool secret) =>
        builder.Resources.OfType<ParameterResource>().FirstOrDefault(parameter => parameter.Name == name) is { } known
            ? builder.CreateResourceBuilder(known)
            : builder.AddParameter(name, secret).WithDescription(description);
}
