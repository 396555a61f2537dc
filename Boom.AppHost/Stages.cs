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
            .WithHttpEndpoint()
            .WithHttpHealthCheck("/health")
            .WithHealthAndMetrics()
            .WithReplicas(replicas)
            .WithEnvironment("Surveys", survey.Name)
            .WithSettings(survey.Settings);

    /// <summary>Links in the dashboard.</summary>
    public static IResourceBuilder<ProjectResource> WithHealthAndMetrics(this IResourceBuilder<ProjectResource> program) => program
        .WithUrlForEndpoint("http", url => (url.Url, url.DisplayText) = ("/health", "Health"))
        .WithUrlForEndpoint("http", _ => new ResourceUrlAnnotation { Url = "/metrics", DisplayText = "Metrics" });

    /// <summary>Adds a run of the <c>boom</c> command.</summary>
    public static IResourceBuilder<ProjectResource> AddTool(this IDistributedApplicationBuilder builder, string name, params string[] arguments) =>
        builder.AddProject<Projects.Boom_Cli>(name).WithArgs(arguments);

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
            .WithEnvironment("Kafka__Username", builder.Parameter("kafka-username", secret: false))
            .WithEnvironment("Kafka__Password", builder.Parameter("kafka-password", secret: true));
    }

    /// <summary>Makes a consumer read one night, whatever the date.</summary>
    public static IResourceBuilder<ProjectResource> ReadingNight(this IResourceBuilder<ProjectResource> consumer, string night) =>
        night.Length == 0 ? consumer : consumer.WithEnvironment("Consumer__Night", night);

    /// <summary>Tells a consumer whose broker it reads from: that of <c>boom serve</c> forgets its topics, and is filled again from the play journal.</summary>
    public static IResourceBuilder<ProjectResource> ReadingFrom(this IResourceBuilder<ProjectResource> consumer, Servers servers) =>
        servers.BrokerIsEmbedded ? consumer.WithEnvironment("Consumer__BrokerIsEmbedded", "true") : consumer;

    /// <summary>Has a player publish: to the broker, or by <c>boom serve</c>, which alone numbers the packets of its broker.</summary>
    public static IResourceBuilder<ProjectResource> PublishingTo(this IResourceBuilder<ProjectResource> player, Servers servers) =>
        servers.BrokerIsEmbedded ? player.WithReference(servers.Embedded!.Program).WaitFor(servers.Embedded.Program) : player.On(servers.Kafka).WithSignIn();

    /// <summary>Lets an account ask the broker what it holds; of that of <c>boom serve</c> the play journal in the store says it.</summary>
    public static IResourceBuilder<ProjectResource> AskingBroker(this IResourceBuilder<ProjectResource> tool, Servers servers) =>
        servers.BrokerIsEmbedded ? tool : tool.On(servers.Kafka).WithSignIn();

    /// <summary>Whether a tool starts with the system, or from the dashboard.</summary>
    public static IResourceBuilder<ProjectResource> StartBy(this IResourceBuilder<ProjectResource> tool, bool itself) =>
        itself ? tool : tool.WithExplicitStart();

    static IResourceBuilder<ProjectResource> WithSettings(this IResourceBuilder<ProjectResource> program, IDictionary<string, string> settings)
    {
        foreach (var (key, value) in settings)
            program.WithEnvironment(key.Replace(":", "__", StringComparison.Ordinal), value);
        return program;
    }

    // A parameter is added once, whoever asks for it first.
    static IResourceBuilder<ParameterResource> Parameter(this IDistributedApplicationBuilder builder, string name, bool secret) =>
        builder.Resources.OfType<ParameterResource>().FirstOrDefault(parameter => parameter.Name == name) is { } known
            ? builder.CreateResourceBuilder(known)
            : builder.AddParameter(name, secret);
}
