namespace Boom.AppHost;

/// <summary>The three servers as containers, each with a volume that outlives it.</summary>
static class ServerContainers
{
    const string User = "admin";
    const string Database = "boom";

    /// <summary>The broker that surveys are read from: <c>kafka</c>.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddKafkaContainer(this IDistributedApplicationBuilder builder)
    {
        var kafka = builder.AddServer("kafka", "apache/kafka", "4.1.1", port: 9092, volume: "/var/lib/kafka/data");
        kafka.Resource.ConnectionStringExpression = ReferenceExpression.Create($"{kafka.Resource.Address}");
        return kafka
            .WithEnvironment("KAFKA_NODE_ID", "1")
            .WithEnvironment("KAFKA_PROCESS_ROLES", "broker,controller")
            .WithEnvironment("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:9094")
            .WithEnvironment("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER")
            .WithEnvironment("KAFKA_INTER_BROKER_LISTENER_NAME", "INTERNAL")
            .WithEnvironment("KAFKA_LISTENERS", "PROGRAMS://:9092,INTERNAL://:9093,CONTROLLER://localhost:9094")
            .WithEnvironment("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "PROGRAMS:PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT")
            .WithEnvironment(context => context.EnvironmentVariables["KAFKA_ADVERTISED_LISTENERS"] = AdvertisedBy(kafka.Resource, builder.ExecutionContext.IsRunMode))
            .WithEnvironment("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1")
            .WithEnvironment("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1")
            .WithEnvironment("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1")
            .WithEnvironment("KAFKA_LOG_DIRS", "/var/lib/kafka/data")
            .WithSignOfLife(ServerHealth.AskKafkaAsync);
    }

    /// <summary>The server of the queues between the stages: <c>valkey</c>. It writes snapshots; what one has not seen, the ledger brings back.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddValkeyContainer(this IDistributedApplicationBuilder builder)
    {
        var password = builder.Password("valkey-password");
        var valkey = builder.AddServer("valkey", "valkey/valkey", "9.1", port: 6379, volume: "/data");
        valkey.Resource.ConnectionStringExpression = ReferenceExpression.Create($"{valkey.Resource.Address},password={password}");

        // By the environment: arguments are seen by all who list processes.
        return valkey
            .WithEnvironment("VALKEY_PASSWORD", password)
            .WithEntrypoint("/bin/sh")
            .WithArgs("-c", "exec valkey-server --requirepass \"$VALKEY_PASSWORD\" --save 60 1 --maxmemory-policy noeviction")
            .WithSignOfLife(ServerHealth.AskValkeyAsync);
    }

    /// <summary>The store: database <c>boom</c> of the server <c>mongodb</c>, connection <c>alertdb</c>.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddMongoContainer(this IDistributedApplicationBuilder builder)
    {
        var password = builder.Password("mongodb-password");
        var mongo = builder.AddServer("mongodb", "mongo", "8.2", port: 27017, volume: "/data/db");
        mongo.Resource.ConnectionStringExpression = ReferenceExpression.Create(
            $"mongodb://{User}:{password}@{mongo.Resource.Address}/{Database}?authSource=admin&authMechanism=SCRAM-SHA-256");
        mongo
            .WithEnvironment("MONGO_INITDB_ROOT_USERNAME", User)
            .WithEnvironment("MONGO_INITDB_ROOT_PASSWORD", password)
            .WithSignOfLife(ServerHealth.AskMongoAsync);
        return builder.AddConnectionString("alertdb", mongo.Resource.ConnectionStringExpression).WithParentRelationship(mongo).WaitFor(mongo);
    }

    // The volume is named after the server: it must be found again whatever the folder of the app is called.
    static IResourceBuilder<ServerContainer> AddServer(
        this IDistributedApplicationBuilder builder, string name, string image, string tag, int port, string volume) =>
        builder.AddResource(new ServerContainer(name))
            .WithImage(image, tag)
            .WithImageRegistry("docker.io")
            .WithEndpoint(targetPort: port, scheme: ServerContainer.Endpoint, name: ServerContainer.Endpoint)
            .WithVolume($"boom-{name}", volume)
            .WithLifetime(ContainerLifetime.Persistent);

    // Made once, and kept in the user secrets of the AppHost; no characters that a connection string would have to escape.
    static IResourceBuilder<ParameterResource> Password(this IDistributedApplicationBuilder builder, string name) => builder
        .AddParameter(name, new GenerateParameterDefault { MinLength = 22, Special = false }, secret: true, persist: true)
        .WithDescription("Password of the container; made by itself, and kept in the user secrets of the AppHost.");

    // Two addresses: programs that run on this machine take the one, other containers the other. Deployed, all are in one network.
    static ReferenceExpression AdvertisedBy(ServerContainer kafka, bool runsHere) => runsHere
        ? ReferenceExpression.Create($"PROGRAMS://localhost:{kafka.LocalPort},INTERNAL://{kafka.Name}:9093")
        : ReferenceExpression.Create($"PROGRAMS://{kafka.Address},INTERNAL://localhost:9093");
}
