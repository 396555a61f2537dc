using Aspire.Hosting.ApplicationModel;

namespace Boom.AppHost.Tests;

public sealed class EmbeddedServersTests
{
    const string Kafka = "--ConnectionStrings:kafka=broker.example:9092";
    const string Valkey = "--ConnectionStrings:valkey=queues.example:6379";
    const string AlertDb = "--ConnectionStrings:alertdb=mongodb://store.example:27017/boom";

    [Theory]
    [InlineData("kafka,valkey,alertdb")]
    [InlineData("valkey,alertdb", Kafka)]
    [InlineData("kafka,alertdb", Valkey)]
    [InlineData("kafka,valkey", AlertDb)]
    [InlineData("alertdb", Kafka, Valkey)]
    [InlineData("valkey", Kafka, AlertDb)]
    [InlineData("kafka", Valkey, AlertDb)]
    public async Task Servers_SomeAreNamed_TheOthersAreServed(string served, params string[] named)
    {
        await using var model = await Model.EmbedAsync(named);

        Assert.Equal(["serve", "--only", served, "--data", "/data"], (await model.ArgumentsAsync("servers")).Take(5));
        Assert.Empty(model.Containers);
        Assert.All(served.Split(','), name => Assert.Contains(("servers", WaitType.WaitUntilHealthy), model.Waits(name)));
    }

    [Theory]
    [InlineData(true, AlertDb)]
    [InlineData(true, Valkey, AlertDb)]
    [InlineData(false, Kafka, AlertDb)]
    [InlineData(false)]
    public async Task Servers_BrokerIsServedAndTheStoreNamed_GoByTheLedgerOfThatStore(bool isGiven, params string[] named)
    {
        await using var model = await Model.EmbedAsync(named);

        Assert.Equal(isGiven, (await model.EnvironmentAsync("servers")).ContainsKey("ConnectionStrings__alertdb"));
    }

    [Fact]
    public async Task Servers_AllAreNamed_NoneIsServed()
    {
        await using var model = await Model.EmbedAsync(Kafka, Valkey, AlertDb);

        Assert.DoesNotContain("servers", model.Programs);
    }

    [Fact]
    public async Task Servers_Served_AreBelowTheProgramAndKnownByConnectionString()
    {
        await using var model = await Model.EmbedAsync();

        Assert.Equal("{servers.bindings.kafka.host}:{servers.bindings.kafka.port}", model.Connection("kafka"));
        Assert.Equal("{servers.bindings.valkey.host}:{servers.bindings.valkey.port}", model.Connection("valkey"));
        Assert.Equal("Data Source=/data/boom.db", model.Connection("alertdb"));
        Assert.All(["kafka", "valkey", "alertdb"], name => Assert.Contains(
            model[name].Annotations.OfType<ResourceRelationshipAnnotation>(), relation => relation.Resource.Name == "servers" && relation.Type == "Parent"));
    }

    [Theory]
    [InlineData("true")]
    [InlineData(null, Kafka)]
    public async Task Consumer_Broker_IsKnownAsOurOwnOnlyWhenItIs(string? expected, params string[] named)
    {
        await using var model = await Model.EmbedAsync(named);

        Assert.Equal(expected, (await model.EnvironmentAsync("consumer-ztf")).GetValueOrDefault("Consumer__BrokerIsEmbedded"));
    }

    [Fact]
    public async Task Player_BrokerIsServed_HasItPublish()
    {
        await using var model = await Model.EmbedAsync();

        var environment = await model.EnvironmentAsync("player");

        Assert.Equal("{servers.bindings.http.url}", environment["services__servers__http__0"]);
        Assert.DoesNotContain("ConnectionStrings__kafka", environment.Keys);
    }

    [Fact]
    public async Task Player_BrokerIsNamed_PublishesThere()
    {
        await using var model = await Model.EmbedAsync(Kafka);

        var environment = await model.EnvironmentAsync("player");

        Assert.Contains("ConnectionStrings__kafka", environment.Keys);
        Assert.DoesNotContain("services__servers__http__0", environment.Keys);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true, Kafka)]
    public async Task Operations_BrokerIsServed_GoByTheJournal(bool asksBroker, params string[] named)
    {
        await using var model = await Model.EmbedAsync(named);

        var environment = await model.EnvironmentAsync("operations");

        Assert.Contains("ConnectionStrings__alertdb", environment.Keys);
        Assert.Contains("ConnectionStrings__valkey", environment.Keys);
        Assert.Equal(asksBroker, environment.ContainsKey("ConnectionStrings__kafka"));
    }

    [Fact]
    public async Task Publishing_ServersAreContainers_WhateverRunsHere()
    {
        await using var model = await Model.EmbedAsync(Model.Publish);

        Assert.Equal(["kafka", "mongodb", "valkey"], model.Containers.Order(StringComparer.Ordinal));
    }
}
