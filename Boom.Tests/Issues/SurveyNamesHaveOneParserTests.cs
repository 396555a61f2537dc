using Boom.AppHost;
using Boom.Consumer;
using Boom.Core.Surveys;
using Boom.Hosting;
using Boom.ServiceDefaults;
using Boom.Tests.Cli;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary><c>Surveys=0</c> was taken for ZTF, <c>wntr</c> refused as no survey, and a consumer took the survey that its own section names.</summary>
public sealed class SurveyNamesHaveOneParserTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("7")]
    [InlineData("ztf,1")]
    public void Configuration_Number_IsRefused(string text)
    {
        var fault = Assert.Throws<ConfigurationFaultException>(() => SurveySelection.Read(Configuration("Surveys", text)));
        Assert.Contains("is not a survey Boom knows", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wntr")]
    [InlineData("Wntr")]
    public void Configuration_ShortNameOfWinter_IsWinter(string text) => Assert.Equal([Survey.Winter], SurveySelection.Read(Configuration("Surveys", text)));

    [Fact]
    public void Configuration_AnyCase_IsTheSurveyOnce() => Assert.Single(SurveySelection.Read(Configuration("Surveys", "ZTF, ztf")));

    [Theory]
    [InlineData("'0' is not a survey Boom knows", "0")]
    [InlineData("'wntrs' is not a survey Boom knows", "wntrs")]
    public async Task CommandLine_SameNames_HaveTheSameAnswer(string sentence, string name)
    {
        var run = await CliRun.OfAsync("run", "--survey", name);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith(sentence, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_ShortNameOfWinter_IsWinter() => Assert.Equal("winter", new SurveyPlan { Name = "wntr" }.Name);

    [Fact]
    public void Consumer_SurveyOfItsSection_IsNoOption()
    {
        var problem = Assert.Single(new ConsumerStage().FindProblems(Configuration("Consumer:Survey", "1")));
        Assert.StartsWith("Consumer:Survey is not an option; ", problem, StringComparison.Ordinal);
    }

    static IConfiguration Configuration(string key, string value) => new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();
}
