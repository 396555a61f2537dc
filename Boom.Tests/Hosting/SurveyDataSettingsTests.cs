using Boom.Core.Surveys;
using Boom.Core.Surveys.Winter;
using Boom.Hosting;
using Boom.Hosting.Stages;
using Boom.ServiceDefaults;
using Boom.Tests.Core.Surveys;
using Boom.Tests.Core.Surveys.Winter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Boom.Tests.Hosting;

public sealed class SurveyDataSettingsTests
{
    [Fact]
    public void AddStages_SettingOfASurvey_ReachesIt()
    {
        var configuration = Configuration(("SurveyData:Winter:FirstFilter", "0"));
        using var services = new ServiceCollection().AddLogging().AddStages(configuration, []).BuildServiceProvider();

        var survey = services.GetRequiredService<SurveyCatalog>()[Survey.Winter];
        var packet = WinterPackets.Own(2024, 5, change: record => ((global::Avro.Generic.GenericRecord)record["candidate"]).Add("fid", 0));

        Assert.Equal("y", Assert.Single(StoredDocuments.Of(survey, packet)).Candidate["band"].AsString);
        Assert.Equal("0", SurveyDataSettings.Read(configuration)[Survey.Winter, WinterFilters.Setting]);
    }

    [Theory]
    [InlineData("SurveyData:Winter:FirstFilter", "5", "SurveyData:Winter:FirstFilter is '5': give one of 1, 0.")]
    [InlineData("SurveyData:Winter", "0", "SurveyData:Winter:")]
    [InlineData("SurveyData:Pluto:FirstFilter", "1", "SurveyData:Pluto: there is no survey of this name.")]
    public void Read_WhatIsWrong_IsToldAtTheStart(string key, string value, string expected)
    {
        var fault = Assert.Throws<ConfigurationFaultException>(() => SurveyDataSettings.Read(Configuration((key, value))));

        Assert.StartsWith(expected, fault.Message);
        Assert.StartsWith(expected, ProgramSettings.Check(Configuration((key, value))).Single(section => section.Section == "SurveyData").Problems[0]);
    }

    static IConfiguration Configuration(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build();
}
