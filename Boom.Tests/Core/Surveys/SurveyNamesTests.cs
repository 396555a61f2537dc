using Boom.Core.Surveys;
using Xunit;

namespace Boom.Tests.Core.Surveys;

public sealed class SurveyNamesTests
{
    [Theory]
    [InlineData("ztf", Survey.Ztf)]
    [InlineData("LSST", Survey.Lsst)]
    [InlineData("Decam", Survey.Decam)]
    [InlineData("winter", Survey.Winter)]
    [InlineData("wntr", Survey.Winter)]
    [InlineData("WNTR", Survey.Winter)]
    public void TryParse_Spelling_IsTheSurvey(string text, Survey expected)
    {
        Assert.True(SurveyNames.TryParse(text, out var survey));
        Assert.Equal(expected, survey);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("3")]
    [InlineData("7")]
    [InlineData("-1")]
    [InlineData("ztf,lsst")]
    [InlineData(" ztf")]
    [InlineData("")]
    [InlineData(null)]
    public void TryParse_NumberOrOtherText_IsNone(string? text)
    {
        Assert.False(SurveyNames.TryParse(text, out var survey));
        Assert.Equal(default, survey);
    }

    [Fact]
    public void TryParse_NamesOfAllSurveys_ComeBack() => Assert.All(Enum.GetValues<Survey>(), survey =>
    {
        Assert.True(SurveyNames.TryParse(survey.ToUpperName(), out var upper) && SurveyNames.TryParse(survey.ToLowerName(), out var lower) && upper == lower);
        Assert.Equal(survey, upper);
    });

    [Theory]
    [InlineData("7", "'7' is not a survey Boom knows. Supported: ")]
    [InlineData("ZTF", "")]
    [InlineData("wntr", "")]
    public void TryParseSupported_AnyText_SaysWhatIsWrong(string text, string expected)
    {
        Assert.Equal(expected.Length == 0, SurveyNames.TryParseSupported(text, out _, out var problem));
        Assert.Equal(expected.Length == 0 ? "" : $"{expected}{string.Join(", ", SurveyCatalog.Default.Supported.Select(SurveyNames.ToLowerName))}.", problem);
    }

    [Theory]
    [InlineData("ztf.alert", Survey.Ztf)]
    [InlineData("lsst.v11_1.alert", Survey.Lsst)]
    [InlineData("desirt.alert", Survey.Decam)]
    [InlineData("WINTER.alert", Survey.Winter)]
    [InlineData("decam.alert", null)]
    [InlineData("ztf", null)]
    [InlineData("ztfish.alert", null)]
    [InlineData(".alert", null)]
    public void TryParseRecord_FullName_IsOfTheSurveyOfItsNamespace(string fullName, Survey? expected)
    {
        Assert.Equal(expected is not null, SurveyNames.TryParseRecord(fullName, out var survey));
        Assert.Equal(expected ?? default, survey);
    }
}
