using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Boom.AppHost.Tests;

public sealed class PlayerTests
{
    [Fact]
    public async Task Player_Defaults_PlaysASimulatedNightByItself()
    {
        await using var model = await Model.BuildAsync();

        var tables = (await model.EnvironmentAsync("alert-worker-ztf"))["Catalogs__SimulatedFolder"];
        Assert.EndsWith("simulated-catalogs", tables, StringComparison.Ordinal);
        Assert.Equal(
            ["run", "--survey", "ztf", "--alerts", "5000", "--seed", "1", "--catalogs", tables, "--night", "20260101", "--rate", "200/s", "--publish-only"],
            await model.ArgumentsAsync("player"));
        Assert.Empty(model["player"].Annotations.OfType<ExplicitStartupAnnotation>());
    }

    [Theory]
    [InlineData("--ConnectionStrings:kafka=broker.example:9092")]
    [InlineData("--Boom:Player:Folder=/packets")]
    [InlineData("--Boom:Player:Enabled=false")]
    public async Task AlertWorker_MoreThanSimulatedNightsIsRead_HasNoCataloguesOfTheSimulatedSky(string argument)
    {
        await using var model = await Model.BuildAsync(argument);

        var environment = await model.EnvironmentAsync("alert-worker-ztf");
        Assert.Equal("catalogs", Path.GetFileName(environment["Catalogs__Folder"]));
        Assert.Equal("schemas", Path.GetFileName(environment["Registry__CacheFolder"]));
        Assert.DoesNotContain("Catalogs__SimulatedFolder", environment.Keys);
    }

    [Fact]
    public async Task AlertWorker_SettingsNameAFolderOfCatalogues_HasThat()
    {
        await using var model = await Model.BuildAsync("--Boom:Surveys:0:Name=ztf", "--Boom:Surveys:0:Settings:Catalogs__Folder=/sky");

        Assert.Equal("/sky", (await model.EnvironmentAsync("alert-worker-ztf"))["Catalogs__Folder"]);
    }

    [Fact]
    public async Task Player_BrokerIsOurs_ConsumersReadWhateverNightIsPlayed()
    {
        await using var model = await Model.BuildAsync("--Boom:Player:Night=20250704");

        Assert.Contains("20250704", await model.ArgumentsAsync("player"));
        var consumer = await model.EnvironmentAsync("consumer-ztf");
        Assert.Equal("true", consumer["Consumer__AllNights"]);
        Assert.DoesNotContain("Consumer__Night", consumer.Keys);
    }

    [Fact]
    public async Task Player_BrokerIsNamed_ConsumersReadTheNightThatIsPlayedAlone()
    {
        await using var model = await Model.BuildAsync("--ConnectionStrings:kafka=broker.example:9092", "--Boom:Player:Night=20250704");

        var consumer = await model.EnvironmentAsync("consumer-ztf");
        Assert.Equal("20250704", consumer["Consumer__Night"]);
        Assert.DoesNotContain("Consumer__AllNights", consumer.Keys);
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

        Assert.Equal(["play", "/packets", "--night", "20260101", "--publish-only"], await model.ArgumentsAsync("player"));
    }

    [Fact]
    public async Task Player_FolderOfOneSurvey_PlaysItAsThat()
    {
        await using var model = await Model.BuildAsync("--Boom:Player:Folder=/packets", "--Boom:Player:Rate=0", "--Boom:Player:Survey=ztf");

        Assert.Equal(["play", "/packets", "--survey", "ztf", "--night", "20260101", "--publish-only"], await model.ArgumentsAsync("player"));
    }

    [Fact]
    public async Task Player_TwoSurveys_PlaysANightOfEach()
    {
        await using var model = await Model.BuildAsync("--Boom:Surveys:0:Name=ztf", "--Boom:Surveys:1:Name=lsst");

        Assert.Equal(["run", "--survey", "ztf", "--survey", "lsst", "--alerts"], (await model.ArgumentsAsync("player")).Take(6));
    }

    [Fact]
    public async Task Player_Off_IsAbsentAndConsumersFollowTheDate()
    {
        await using var model = await Model.BuildAsync("--Boom:Player:Enabled=false");

        Assert.DoesNotContain("player", model.Programs);
        Assert.DoesNotContain((await model.EnvironmentAsync("consumer-ztf")).Keys, key => key is "Consumer__Night" or "Consumer__AllNights");
    }

    [Fact]
    public async Task PlayAnotherNight_Command_AsksWhich()
    {
        await using var model = await Model.BuildAsync();

        var command = model.Command("player", "play-another-night");

        Assert.Equal(
            [("night", "20260102"), ("alerts", "5000"), ("seed", "2"), ("rate", "200")], command.Arguments.Select(question => (question.Name, question.Value!)));
    }

    [Theory]
    [InlineData("alerts", "-5", "'-5' is not possible: give a whole number from 1 to 20000000.")]
    [InlineData("alerts", "abc", "'abc' is not possible: give a whole number from 1 to 20000000.")]
    [InlineData("rate", "-200", "'-200' is not possible: give a whole number from 0 to 2147483647.")]
    [InlineData("night", "20261301", "'20261301' is no night: give a date as yyyyMMdd, e.g. 20260101.")]
    public async Task FindProblems_AnswerThatCannotBe_IsToldAsItWasTyped(string name, string answer, string problem)
    {
        await using var model = await Model.BuildAsync();
        var answers = new InteractionInputCollection(model.Command("player", "play-another-night").Arguments);
        answers[name].Value = answer;

        var (question, told) = Assert.Single(Player.FindProblems(answers));

        Assert.Equal((name, problem), (question.Name, told));
    }

    [Fact]
    public async Task PlayAnotherNight_BrokerIsNamed_StaysWithTheNightThatIsRead()
    {
        await using var model = await Model.BuildAsync("--ConnectionStrings:kafka=broker.example:9092");

        Assert.DoesNotContain(model.Command("player", "play-another-night").Arguments, question => question.Name == "night");
    }

    [Theory]
    [InlineData("boom_rb")]
    [InlineData(null, "--ConnectionStrings:kafka=broker.example:9092")]
    [InlineData(null, "--Boom:Player:Folder=/alerts")]
    [InlineData(null, "--Boom:Player:Enabled=false")]
    [InlineData("acai_h", "--Boom:Surveys:0:Settings:Models__Networks=acai_h")]
    public async Task Enricher_WhatIsPlayed_DecidesWhetherTheNetworkOfTheSimulatedSkyRuns(string? networks, params string[] words)
    {
        await using var model = await Model.BuildAsync(words);

        Assert.Equal(networks, (await model.EnvironmentAsync("enricher-ztf")).GetValueOrDefault("Models__Networks"));
    }

    [Theory]
    [InlineData("consumer-ztf")]
    [InlineData("player")]
    public async Task Programs_OfTheApp_AreInDevelopment(string program)
    {
        await using var model = await Model.BuildAsync();

        Assert.Contains("deployment.environment.name=development", (await model.EnvironmentAsync(program))["OTEL_RESOURCE_ATTRIBUTES"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publishing_Model_HasNeitherPlayerNorTools()
    {
        await using var model = await Model.BuildAsync(Model.Publish);

        Assert.Equal(
            ["alert-worker-ztf", "consumer-ztf", "enricher-ztf", "indexes"], model.Programs.Order(StringComparer.Ordinal));
        Assert.DoesNotContain((await model.EnvironmentAsync("consumer-ztf")).Keys, key => key is "Consumer__Night" or "Consumer__AllNights");
    }
}
