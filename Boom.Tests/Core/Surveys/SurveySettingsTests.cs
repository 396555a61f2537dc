using Boom.Core.Surveys;
using Xunit;

namespace Boom.Tests.Core.Surveys;

public sealed class SurveySettingsTests
{
    static readonly SurveySetting FirstFilter = new("FirstFilter", ["1", "0"]);

    [Fact]
    public void Read_SettingOfASurvey_IsItsValue()
    {
        var settings = SurveySettings.Read([("WINTER", "firstfilter", "0")], SurveyCatalog.Default, out var problems);

        Assert.Empty(problems);
        Assert.Equal("0", settings[Survey.Winter, FirstFilter]);
    }

    [Fact]
    public void Default_AnySetting_IsTheFirstValue() => Assert.Equal("1", SurveySettings.Default[Survey.Winter, FirstFilter]);

    [Theory]
    [InlineData("hubble", "FirstFilter", "0", "SurveyData:hubble: there is no survey of this name.")]
    [InlineData("winter", "Filters", "0", "SurveyData:winter:Filters: WINTER has no setting of this name. There are: FirstFilter.")]
    [InlineData("ztf", "FirstFilter", "0", "SurveyData:ztf:FirstFilter: ZTF has no settings of its data.")]
    [InlineData("winter", "FirstFilter", "2", "SurveyData:winter:FirstFilter is '2': give one of 1, 0.")]
    public void Read_WhatIsWrong_IsSaidAndLeftOut(string survey, string name, string value, string expected)
    {
        var settings = SurveySettings.Read([(survey, name, value)], SurveyCatalog.Default, out var problems);

        Assert.StartsWith(expected, Assert.Single(problems));
        Assert.Equal("1", settings[Survey.Winter, FirstFilter]);
    }
}
