using Aspire.Hosting.ApplicationModel;

namespace Boom.AppHost.Tests;

public sealed class StagesTests
{
    [Theory]
    [InlineData("consumer-ztf", 1)]
    [InlineData("alert-worker-ztf", 2)]
    [InlineData("enricher-ztf", 1)]
    public async Task Stages_Defaults_AreThoseOfZtf(string stage, int replicas)
    {
        await using var model = await Model.BuildAsync();

        Assert.Equal(replicas, model.Replicas(stage));
    }

    [Fact]
    public async Task Stages_CountsAreConfigured_AreFollowed()
    {
        await using var model = await Model.BuildAsync(
            "--Boom:Surveys:0:Consumers=3", "--Boom:Surveys:0:AlertWorkers=5", "--Boom:Surveys:0:Enrichers=4");

        Assert.Equal((3, 5, 4), (model.Replicas("consumer-ztf"), model.Replicas("alert-worker-ztf"), model.Replicas("enricher-ztf")));
    }

    [Fact]
    public async Task Stages_NoneOfAKind_IsLeftOut()
    {
        await using var model = await Model.BuildAsync("--Boom:Surveys:0:Enrichers=0");

        Assert.DoesNotContain("enricher-ztf", model.Programs);
        Assert.Contains("alert-worker-ztf", model.Programs);
    }

    [Fact]
    public async Task FilterWorkers_Default_AreNoneAndNobodyHandsOn()
    {
        await using var model = await Model.BuildAsync();

        Assert.DoesNotContain("filter-worker-ztf", model.Programs);
        Assert.DoesNotContain("Enricher__Forward", (await model.EnvironmentAsync("enricher-ztf")).Keys);
    }

    [Fact]
    public async Task FilterWorkers_Some_HaveTheirServersAndTheEnrichersHandOn()
    {
        await using var model = await Model.BuildAsync("--Boom:Surveys:0:FilterWorkers=2", "--Boom:Surveys:0:Settings:Streams__Public__Enabled=true");

        Assert.Equal(2, model.Replicas("filter-worker-ztf"));
        Assert.Equal("true", (await model.EnvironmentAsync("enricher-ztf"))["Enricher__Forward"]);
        var environment = await model.EnvironmentAsync("filter-worker-ztf");
        Assert.Equal("true", environment["Streams__Public__Enabled"]);
        Assert.Equal(
            ["ConnectionStrings__alertdb", "ConnectionStrings__kafka", "ConnectionStrings__valkey"],
            environment.Keys.Where(key => key.StartsWith("ConnectionStrings__", StringComparison.Ordinal)).Order());
        Assert.Contains(("indexes", WaitType.WaitForCompletion), model.Waits("filter-worker-ztf"));
        Assert.Single(model["filter-worker-ztf"].Annotations.OfType<HealthCheckAnnotation>());
    }

    [Fact]
    public async Task FilterWorkers_BrokerIsEmbedded_AreToldSo()
    {
        await using var model = await Model.EmbedAsync("--Boom:Surveys:0:FilterWorkers=1");

        var environment = await model.EnvironmentAsync("filter-worker-ztf");
        Assert.Equal(("true", "/data/streams"), (environment["Streams__BrokerIsEmbedded"], environment["Streams__Folder"]));
    }

    [Fact]
    public async Task Stages_ASecondSurvey_HasProgramsOfItsOwn()
    {
        await using var model = await Model.BuildAsync("--Boom:Surveys:1:Name=lsst");

        Assert.Superset(
            new HashSet<string> { "consumer-ztf", "consumer-lsst", "alert-worker-lsst", "enricher-lsst" }, model.Programs.ToHashSet());
    }

    [Theory]
    [InlineData("consumer-ztf", "kafka", "valkey", "alertdb")]
    [InlineData("alert-worker-ztf", "valkey", "alertdb")]
    [InlineData("enricher-ztf", "valkey", "alertdb")]
    public async Task Stages_References_AreTheServersTheyNeed(string stage, params string[] servers)
    {
        await using var model = await Model.BuildAsync();

        var strings = (await model.EnvironmentAsync(stage)).Where(variable => variable.Key.StartsWith("ConnectionStrings__", StringComparison.Ordinal));

        Assert.Equal(
            servers.Select(server => ($"ConnectionStrings__{server}", $"{{{server}.connectionString}}")).Order(),
            strings.Select(variable => (variable.Key, variable.Value)).Order());
    }

    [Theory]
    [InlineData("consumer-ztf")]
    [InlineData("alert-worker-ztf")]
    [InlineData("enricher-ztf")]
    public async Task Stages_Start_AfterTheIndexes(string stage)
    {
        await using var model = await Model.BuildAsync();

        Assert.Contains(("indexes", WaitType.WaitForCompletion), model.Waits(stage));
    }

    [Fact]
    public async Task Stages_StoreIsEmbedded_WaitForTheProgramThatMakesIt()
    {
        await using var model = await Model.EmbedAsync();

        Assert.DoesNotContain("indexes", model.Programs);
        Assert.Contains(("alertdb", WaitType.WaitUntilHealthy), model.Waits("consumer-ztf"));
    }

    [Fact]
    public async Task Consumer_Start_WaitsForItsServers()
    {
        await using var model = await Model.BuildAsync();

        Assert.Superset(
            new HashSet<string> { "kafka", "valkey", "alertdb" },
            model.Waits("consumer-ztf").Where(wait => wait.Type == WaitType.WaitUntilHealthy).Select(wait => wait.Name).ToHashSet());
    }

    [Fact]
    public async Task Indexes_Start_WaitForTheStoreAlone()
    {
        await using var model = await Model.BuildAsync();

        Assert.DoesNotContain(model.Waits("indexes"), wait => wait.Name is "kafka" or "valkey");
        Assert.Contains(("alertdb", WaitType.WaitUntilHealthy), model.Waits("indexes"));
    }

    [Theory]
    [InlineData("consumer-ztf")]
    [InlineData("alert-worker-ztf")]
    [InlineData("enricher-ztf")]
    public async Task Stages_Http_HasOneEndpointAndAHealthCheck(string stage)
    {
        await using var model = await Model.BuildAsync();

        Assert.Equal("http", Assert.Single(model[stage].Annotations.OfType<EndpointAnnotation>()).Name);
        Assert.Single(model[stage].Annotations.OfType<HealthCheckAnnotation>());
    }

    [Fact]
    public async Task Stages_Settings_ReachTheProgramsOfTheirSurvey()
    {
        await using var model = await Model.BuildAsync("--Boom:Surveys:0:Settings:AlertWorker__BatchSize=200");

        Assert.Equal("200", (await model.EnvironmentAsync("alert-worker-ztf"))["AlertWorker__BatchSize"]);
    }

    [Fact]
    public async Task Stages_SignIn_ReachesTheConsumerAsParameters()
    {
        await using var model = await Model.BuildAsync("--Parameters:kafka-username=boom", "--Parameters:kafka-password=not-shown", "--Kafka:Protocol=sasl_ssl", "--Kafka:Password=never-copied");

        var environment = await model.EnvironmentAsync("consumer-ztf");

        Assert.Equal("{kafka-password.value}", environment["Kafka__Password"]);
        Assert.DoesNotContain("never-copied", environment.Values);
        Assert.Equal("sasl_ssl", environment["Kafka__Protocol"]);
        Assert.True(Assert.IsType<ParameterResource>(model["kafka-password"]).Secret);
    }
}
