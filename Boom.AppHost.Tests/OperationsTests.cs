using Aspire.Hosting.ApplicationModel;

namespace Boom.AppHost.Tests;

/// <summary>What an operator can do at the dashboard.</summary>
public sealed class OperationsTests
{
    [Fact]
    public async Task Operations_Start_OnlyWhenAskedAndWaitForNoServer()
    {
        await using var model = await Model.EmbedAsync();

        Assert.Single(model["operations"].Annotations.OfType<ExplicitStartupAnnotation>());
        Assert.Empty(model.Waits("operations"));
        Assert.Equal(["audit"], await model.ArgumentsAsync("operations"));
    }

    [Theory]
    [InlineData("operations", "audit")]
    [InlineData("operations", "repair")]
    [InlineData("operations", "replay-dead-letters")]
    [InlineData("consumer-ztf", "pause-intake")]
    [InlineData("consumer-ztf", "resume-intake")]
    [InlineData("player", "play-another-night")]
    public async Task Commands_All_AreDescribedAndAskOnce(string resource, string name)
    {
        await using var model = await Model.EmbedAsync();

        var command = model.Command(resource, name);

        Assert.EndsWith(".", command.DisplayDescription, StringComparison.Ordinal);

        // A form is answered or left: it asks already.
        Assert.Equal(command.Arguments.Count == 0, command.ConfirmationMessage?.Contains('?') == true);
    }

    // What an account that does not balance asks for: a button, not an entry of a menu.
    [Theory]
    [InlineData("audit")]
    [InlineData("repair")]
    public async Task Commands_OfTheAccount_AreButtons(string name)
    {
        await using var model = await Model.EmbedAsync();

        Assert.True(model.Command("operations", name).IsHighlighted);
    }

    [Fact]
    public async Task Commands_SeveralSurveys_EachHasItsIntake()
    {
        await using var model = await Model.EmbedAsync("--Boom:Surveys:1:Name=lsst");

        Assert.Contains("lsst", model.Command("consumer-lsst", "pause-intake").DisplayDescription, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Graph_Stages_FeedTheNext()
    {
        await using var model = await Model.EmbedAsync();

        Assert.Equal(["alert-worker-ztf"], Fed("consumer-ztf"));
        Assert.Equal(["enricher-ztf"], Fed("alert-worker-ztf"));
        Assert.Empty(Fed("enricher-ztf"));

        IEnumerable<string> Fed(string stage) =>
            model[stage].Annotations.OfType<ResourceRelationshipAnnotation>().Where(relation => relation.Type == "Feeds").Select(relation => relation.Resource.Name);
    }

    [Fact]
    public async Task Parameters_All_AreDescribed()
    {
        await using var model = await Model.BuildAsync("--Parameters:kafka-username=boom", "--Parameters:kafka-password=secret");

        Assert.All(
            ["kafka-username", "kafka-password", "valkey-password", "mongodb-password"],
            name => Assert.False(string.IsNullOrEmpty(Assert.IsType<ParameterResource>(model[name]).Description)));
    }
}
