using Boom.Core.Surveys;
using Boom.Core.Surveys.Ztf;
using Xunit;

namespace Boom.Tests.Core.Surveys.Ztf;

public sealed class ZtfSurveyTests
{
    [Theory]
    [InlineData(33.5, true)]
    [InlineData(23.5, true)]
    [InlineData(-90, true)]
    [InlineData(43.5, false)]
    public void AliasRules_NorthOfThePartner_AreNotAsked(double decDegrees, bool expected) =>
        Assert.All(new ZtfSurvey().AliasRules, rule => Assert.Equal(expected, rule.Covers(decDegrees)));

    [Fact]
    public void AliasRules_OfZtf_AreLsstAndDecamWithinTwoArcsec() =>
        Assert.Equal([(Survey.Lsst, 2.0), (Survey.Decam, 2.0)], new ZtfSurvey().AliasRules.Select(r => (r.Partner, r.RadiusArcsec)));
}
