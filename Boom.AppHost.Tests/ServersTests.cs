using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Boom.AppHost.Tests;

public sealed class ServersTests
{
    [Fact]
    public async Task Servers_NoneNamed_AreContainers()
    {
        await using var model = await Model.BuildAsync();

        Assert.Equal(["kafka", "mongodb", "valkey"], model.Containers.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("kafka", "boom-kafka")]
    [InlineData("valkey", "boom-valkey")]
    [InlineData("mongodb", "boom-mongodb")]
    public async Task Servers_NoneNamed_KeepTheirDataInAVolume(string server, string volume)
    {
        await using var model = await Model.BuildAsync();

        Assert.Contains(model[server].Annotations.OfType<ContainerMountAnnotation>(), mount => mount.Source == volume && mount.Type == ContainerMountType.Volume);
    }

    [Theory]
    [InlineData("kafka")]
    [InlineData("valkey")]
    [InlineData("mongodb")]
    public async Task Servers_NoneNamed_OutliveTheApp(string server)
    {
        await using var model = await Model.BuildAsync();

        Assert.Contains(model[server].Annotations.OfType<ContainerLifetimeAnnotation>(), lifetime => lifetime.Lifetime == ContainerLifetime.Persistent);
    }

    [Fact]
    public async Task Store_NotNamed_IsTheDatabaseBoom()
    {
        await using var model = await Model.BuildAsync();

        Assert.Equal(
            "mongodb://admin:{mongodb-password.value}@{mongodb.bindings.tcp.host}:{mongodb.bindings.tcp.port}/boom?authSource=admin&authMechanism=SCRAM-SHA-256",
            model.Connection("alertdb"));
    }

    [Fact]
    public async Task Servers_Passwords_AreSecretParameters()
    {
        await using var model = await Model.BuildAsync();

        Assert.All(new[] { "valkey-password", "mongodb-password" }, name => Assert.True(Assert.IsType<ParameterResource>(model[name]).Secret));
        Assert.Equal("{valkey.bindings.tcp.host}:{valkey.bindings.tcp.port},password={valkey-password.value}", model.Connection("valkey"));
        Assert.Equal("{valkey-password.value}", (await model.EnvironmentAsync("valkey"))["VALKEY_PASSWORD"]);
        Assert.DoesNotContain(await model.ArgumentsAsync("valkey"), argument => argument.Contains("password.value", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Kafka_ProgramsAreOnThisMachine_AdvertisesAnAddressForThemAndOneForContainers()
    {
        await using var model = await Model.BuildAsync();
        var endpoint = Assert.Single(model["kafka"].Annotations.OfType<EndpointAnnotation>());
        endpoint.AllAllocatedEndpoints.AddOrUpdateAllocatedEndpoint(
            KnownNetworkIdentifiers.LocalhostNetwork, new AllocatedEndpoint(endpoint, "localhost", 40123));

        var environment = await model.EnvironmentAsync("kafka", DistributedApplicationOperation.Run);

        Assert.Equal("PROGRAMS://localhost:40123,INTERNAL://kafka:9093", environment["KAFKA_ADVERTISED_LISTENERS"]);
    }

    [Fact]
    public async Task Kafka_Deployed_AdvertisesTheAddressInTheNetwork()
    {
        await using var model = await Model.BuildAsync(Model.Publish);

        Assert.Equal(
            "PROGRAMS://{kafka.bindings.tcp.host}:{kafka.bindings.tcp.port},INTERNAL://localhost:9093",
            (await model.EnvironmentAsync("kafka"))["KAFKA_ADVERTISED_LISTENERS"]);
    }

    [Theory]
    [InlineData("kafka")]
    [InlineData("valkey")]
    [InlineData("mongodb")]
    public async Task Servers_Images_ArePinned(string server)
    {
        await using var model = await Model.BuildAsync();

        Assert.Matches(@"^\d+\.\d+", Assert.Single(model[server].Annotations.OfType<ContainerImageAnnotation>()).Tag);
    }

    [Theory]
    [InlineData("kafka")]
    [InlineData("valkey")]
    [InlineData("mongodb")]
    public async Task Servers_NoneNamed_AreWaitedForByTheirAnswers(string server)
    {
        await using var model = await Model.BuildAsync();

        Assert.Equal($"{server}_check", Assert.Single(model[server].Annotations.OfType<HealthCheckAnnotation>()).Key);
    }

    [Theory]
    [InlineData("kafka", "kafka", "broker.example:9092")]
    [InlineData("valkey", "valkey", "queues.example:6379")]
    [InlineData("alertdb", "mongodb", "mongodb://store.example:27017/boom")]
    public async Task Servers_OneIsNamed_OnlyThatOneIsNoContainer(string connection, string container, string text)
    {
        await using var model = await Model.BuildAsync($"--ConnectionStrings:{connection}={text}");

        Assert.DoesNotContain(container, model.Containers);
        Assert.Equal(2, model.Containers.Count());
    }

    [Fact]
    public async Task Servers_AllAreNamed_NothingIsWaitedForButTheIndexes()
    {
        await using var model = await Model.BuildAsync(
            "--ConnectionStrings:kafka=broker.example:9092",
            "--ConnectionStrings:valkey=queues.example:6379",
            "--ConnectionStrings:alertdb=mongodb://store.example:27017/boom");

        Assert.Empty(model.Containers);
        Assert.Equal([("indexes", WaitType.WaitForCompletion)], model.Waits("consumer-ztf"));
    }
}
