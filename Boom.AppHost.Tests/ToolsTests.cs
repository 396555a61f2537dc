using Aspire.Hosting.ApplicationModel;

namespace Boom.AppHost.Tests;

public sealed class ToolsTests
{
    [Fact]
    public async Task Player_Defaults_PlaysASimulatedNightByItself()
    {
        await using var model = await Model.BuildAsync();

        Assert.Equal(
            ["run", "--alerts", "5000", "--seed", "1", "--night", "20260101", "--rate", "200/s", "--publish-only"], await model.ArgumentsAsync("player"));
        Assert.Empty(model["player"].Annotations.OfType<ExplicitStartupAnnotation>());
    }

    [Fact]
    public async Task Player_Night_IsTheOneThatConsumersRead()
    {
        await using var model = await Model.BuildAsync("--Boom:Player:Night=20250704");

        Assert.Contains("20250704", await model.ArgumentsAsync("player"));
        Assert.Equal("20250704", (await model.EnvironmentAsync("consumer-ztf"))["Consumer__Night"]);
    }

    [Fact]
    public async Task Player_NotAutomatic_WaitsForTheDashboard()
    {
        await using var model = await Model.BuildAsync("--Boom:Player:Automatic=false");

        Assert.Single(model["player"].Annotations.OfType<ExplicitStartupAnnotation>());
    }

    [Fact]
    public async Task Player_Folder_PlaysIt()
    {
        await using var model = await Model.BuildAsync("--Boom:Player:Folder=/packets", "--Boom:Player:Rate=0");

        Assert.Equal(["play", "/packets", "--survey", "ztf", "--night", "20260101", "--publish-only"], await model.ArgumentsAsync("player"));
    }

    [Fact]
    public async Task Player_Off_IsAbsentAndConsumersFollowTheDate()
    {
        await using var model = await Model.BuildAsync("--Boom:Player:Enabled=false");

        Assert.DoesNotContain("player", model.Programs);
        Assert.DoesNotContain("Consumer__Night", (await model.EnvironmentAsync("consumer-ztf")).Keys);
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("repair")]
    [InlineData("replay-dead-letters")]
    public async Task Tools_Start_OnlyWhenAsked(string tool)
    {
        await using var model = await Model.BuildAsync();

        Assert.Single(model[tool].Annotations.OfType<ExplicitStartupAnnotation>());
    }

    [Fact]
    public async Task Publishing_Model_HasNeitherPlayerNorTools()
    {
        await using var model = await Model.BuildAsync(Model.Publish);

        Assert.Equal(
            ["alert-worker-ztf", "consumer-ztf", "enricher-ztf", "indexes"], model.Programs.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("Consumer__Night", (await model.EnvironmentAsync("consumer-ztf")).Keys);
    }
}
