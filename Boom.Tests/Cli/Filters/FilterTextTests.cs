using Boom.Cli.Filters;
using Boom.Core.Surveys;
using Xunit;

namespace Boom.Tests.Cli.Filters;

public sealed class FilterTextTests
{
    [Theory]
    [InlineData("-", null)]
    [InlineData("sn.json", "sn")]
    [InlineData("mine/of May.v2.json", "of May.v2")]
    [InlineData("mine/pipeline", "pipeline")]
    [InlineData("mine/.json", null)]
    public void FilterNameOf_Source_IsTheFilesWithoutFolderAndExtension(string source, string? expected) => Assert.Equal(expected, FilterText.FilterNameOf(source));

    [Theory]
    [InlineData("lsst-bright.json", Survey.Lsst)]
    [InlineData("ztf/LSST_bright.json", Survey.Lsst)]
    [InlineData("decam.json", Survey.Decam)]
    [InlineData("winter.v2.json", Survey.Winter)]
    [InlineData("ztf-known-to-lsst.json", Survey.Ztf)]
    [InlineData("lsst/bright.json", null)]
    [InlineData("lsstbright.json", null)]
    [InlineData("bright-lsst.json", null)]
    [InlineData("-", null)]
    public void SurveyOf_Source_IsThatByWhoseNameItBegins(string source, Survey? expected) => Assert.Equal(expected, FilterText.SurveyOf(source));
}
