using Boom.AppHost;
using Boom.Cli;
using Boom.Core.Surveys;
using Boom.Hosting;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Boom.Tests.AppHost;

public sealed class SystemPlanTests
{
    [Fact]
    public void Read_NothingConfigured_IsZtfOnceOfEach()
    {
        var survey = Assert.Single(Read().Surveys);

        Assert.Equal(("ztf", 1, 1, 1), (survey.Name, survey.Consumers, survey.AlertWorkers, survey.Enrichers));
    }

    [Fact]
    public void Read_Counts_AreThoseConfigured()
    {
        var survey = Assert.Single(Read(
            ("Surveys:0:Name", "ztf"), ("Surveys:0:Consumers", "2"), ("Surveys:0:AlertWorkers", "5"), ("Surveys:0:Enrichers", "0"),
            ("Surveys:0:Settings:AlertWorker__BatchSize", "200")).Surveys);

        Assert.Equal((2, 5, 0), (survey.Consumers, survey.AlertWorkers, survey.Enrichers));
        Assert.Equal("200", survey.Settings["AlertWorker__BatchSize"]);
    }

    [Theory]
    [InlineData("Boom:Surveys:0:Consumers is 65", "Surveys:0:Consumers", "65")]
    [InlineData("Boom:Surveys:0:Name is 'sdss'", "Surveys:0:Name", "sdss")]
    [InlineData("Boom:Surveys:0:Name is '0'", "Surveys:0:Name", "0")]
    [InlineData("Boom:Player:Survey is '7'", "Player:Survey", "7")]
    [InlineData("Boom:Player:Night is '20261301'", "Player:Night", "20261301")]
    [InlineData("Boom:Player:Alerts is 0", "Player:Alerts", "0")]
    [InlineData("Boom:Player:Seed is -1", "Player:Seed", "-1")]
    [InlineData("Boom:Player:Rate is -5", "Player:Rate", "-5")]
    [InlineData("Colour", "Colour", "red")]
    [InlineData("Colour", "Surveys:0:Colour", "red")]
    [InlineData("Boom:Surveys:0:Consumers", "Surveys:0:Consumers", "many")]
    public void Read_WrongKeyOrValue_IsNamed(string sentence, string key, string value)
    {
        var fault = Assert.Throws<InvalidOperationException>(() => Read(key == "Surveys:0:Name" ? [(key, value)] : [("Surveys:0:Name", "ztf"), (key, value)]));

        Assert.Contains(sentence, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Streams__Public__Enabled")]
    [InlineData("filter__BatchSize")]
    public void FindUnused_SettingOfFilterWorkersAndThereAreNone_SaysWhatToSet(string name)
    {
        var plan = Read(("Surveys:0:Name", "lsst"), ($"Surveys:0:Settings:{name}", "true"));

        Assert.Equal(
            $"Boom:Surveys:0:Settings:{name} is read by filter workers alone, and lsst has none: set Boom:Surveys:0:FilterWorkers, e.g. to 1.",
            Assert.Single(plan.FindUnused()));
    }

    [Theory]
    [InlineData("1", "Streams__Public__Enabled")]
    [InlineData("0", "Enricher__BatchSize")]
    [InlineData("0", "FilterX")]
    public void FindUnused_SettingThatIsRead_SaysNothing(string filterWorkers, string name) =>
        Assert.Empty(Read(("Surveys:0:Name", "ztf"), ("Surveys:0:FilterWorkers", filterWorkers), ($"Surveys:0:Settings:{name}", "1")).FindUnused());

    [Fact]
    public void TryRead_WrongValue_AnswersTheSentence()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Boom:Player:Night", "yesterday")]).Build();

        Assert.False(SystemPlan.TryRead(configuration, out var plan, out var problems));

        Assert.Null(plan);
        Assert.StartsWith("Boom:Player:Night is 'yesterday'", problems, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SurveyTwice_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => Read(("Surveys:0:Name", "ztf"), ("Surveys:1:Name", "ZTF")));

    [Theory]
    [InlineData("ztf", "ZTF")]
    [InlineData("winter", "Wntr")]
    public void Read_NameInAnySpelling_IsThatOfThePrograms(string name, string given) =>
        Assert.Equal(name, Assert.Single(Read(("Surveys:0:Name", given)).Surveys).Name);

    [Fact]
    public void SurveyNames_OfTheBuild_AreNamesOfAPlan() =>
        Assert.All(SurveyCatalog.Default.Supported, survey => Assert.Empty(new SurveyPlan { Name = survey.ToLowerName() }.FindProblems("")));

    [Fact]
    public void Arguments_SimulatedNight_AreUnderstoodByTheCommand() => AssertParses(new PlayerPlan().Arguments(["ztf", "ztf"], "/tables"));

    [Fact]
    public void Arguments_Folder_AreUnderstoodByTheCommand() => AssertParses(new PlayerPlan { Folder = "/packets", Rate = 0 }.Arguments(["ztf"], null));

    [Theory]
    [InlineData("AppHost.cs", "prepare")]
    [InlineData("Operations.cs", "audit")]
    [InlineData("Operations.cs", "audit --repair")]
    [InlineData("Operations.cs", "dead-letters replay --all")]
    [InlineData("Operations.cs", "intake pause --survey ztf")]
    [InlineData("Operations.cs", "intake resume --survey ztf")]
    public void Arguments_OfTheTools_AreUnderstoodByTheCommand(string file, string arguments)
    {
        var text = File.ReadAllText(Path.Combine(Observability.ObservabilityFiles.Folder, "..", "..", "Boom.AppHost", file));

        Assert.Contains($"\"{arguments}\"", text.Replace("{survey}", "ztf", StringComparison.Ordinal), StringComparison.Ordinal);
        AssertParses(arguments.Split(' '));
    }

    static void AssertParses(string[] arguments)
    {
        var console = new CliConsole(TextWriter.Null, TextWriter.Null, TimeProvider.System, IsTerminal: false, HasColour: false);

        Assert.Empty(BoomCommandLine.Build(console).Parse(arguments).Errors);
    }

    static SystemPlan Read(params (string Key, string Value)[] configuration) => SystemPlan.Read(
        new ConfigurationBuilder().AddInMemoryCollection(configuration.Select(pair => KeyValuePair.Create($"Boom:{pair.Key}", (string?)pair.Value))).Build());
}
