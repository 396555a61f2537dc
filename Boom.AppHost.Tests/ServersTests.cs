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

        Assert.Equal("boom", Assert.IsType<MongoDBDatabaseResource>(model["alertdb"]).DatabaseName);
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
