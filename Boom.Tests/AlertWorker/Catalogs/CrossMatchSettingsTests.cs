using Boom.AlertWorker.Catalogs;
using Boom.Core.Surveys;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Boom.Tests.AlertWorker.Catalogs;

public sealed class CrossMatchSettingsTests
{
    static readonly ISurvey Ztf = SurveyCatalog.Default[Survey.Ztf];

    static readonly (string, string)[] Lspsc =
    [
        ("0:catalog", "LSPSC"), ("0:radius", "30"), ("0:use_distance", "false"), ("0:max_results", "3"), ("0:projection:score", "1"), ("0:projection:mag_white", "1"),
        ("0:projection:left", "0"),
    ];

    static readonly (string, string)[] Ned =
    [
        ("10:catalog", "NED"), ("10:radius", "300.0"), ("10:use_distance", "True"), ("10:distance_key", "z"), ("10:distance_max", "30"),
        ("10:distance_max_near", "300"), ("10:projection:z", "1"),
    ];

    [Fact]
    public void RulesOf_NothingConfigured_AreThoseOfTheSurvey()
    {
        var settings = Read();
        Assert.Equal(["PS1_DR1", "Gaia_DR3", "milliquas_v8", "NED", "DESI_DR1", "LS_DR10_PHOTOZ"], settings.RulesOf(Ztf).Select(rule => rule.Catalog));
        Assert.False(settings.Names(Survey.Ztf));
    }

    [Fact]
    public void RulesOf_ListOfTheReferencesKeys_IsReadInItsOrder()
    {
        var settings = Read([.. Lspsc, .. Ned]);

        var rules = settings.RulesOf(Ztf);
        Assert.True(settings.Names(Survey.Ztf));
        Assert.Equal(["LSPSC", "NED"], rules.Select(rule => rule.Catalog));
        Assert.Equal((30, 3), (rules[0].RadiusArcsec, rules[0].MaxResults));
        Assert.Equal(["mag_white", "score"], rules[0].Projection.Order());
        Assert.Null(rules[0].Distance);
        Assert.Equal(new("z", 30, 300), rules[1].Distance);
        Assert.Null(rules[1].MaxResults);
    }

    [Fact]
    public void RulesOf_None_IsNoCatalogue()
    {
        var settings = CrossMatchSettings.Read(Configuration(("CrossMatch:ztf", "none")));
        Assert.Empty(settings.RulesOf(Ztf));
    }

    [Theory]
    [InlineData("catalog", "", "catalog is missing")]
    [InlineData("catalog", "a.b", "catalog is a.b")]
    [InlineData("radius", "0", "radius is 0")]
    [InlineData("radius", "NaN", "radius is NaN")]
    [InlineData("radius", "3601", "radius is 3601")]
    [InlineData("radius", "two", "radius is two")]
    [InlineData("use_distance", "yes", "use_distance is yes")]
    [InlineData("use_distance", "true", "distance_key is missing")]
    [InlineData("max_results", "0", "max_results is 0")]
    [InlineData("max_results", "-3", "max_results is -3")]
    [InlineData("projection:score", "2", "projection:score is 2")]
    [InlineData("catalog", "watchlist_mine", "is watchlist_mine, a watch list")]
    [InlineData("projection", "score", "projection is score")]
    [InlineData("colour", "red", "colour is not an option")]
    public void FindProblems_WrongValue_NamesKeyValueAndRemedy(string key, string value, string expected)
    {
        var values = Lspsc.Where(pair => pair.Item1 != $"0:{key}").Append(($"0:{key}", value));
        var problems = CrossMatchSettings.FindProblems(Configuration([.. values.Select(pair => ($"CrossMatch:ztf:{pair.Item1}", pair.Item2))]));
        Assert.Contains(problems, problem => problem.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void FindProblems_DistanceAndMostResults_AreRefusedTogether()
    {
        var problem = Assert.Single(CrossMatchSettings.FindProblems(Configuration([.. Ned.Append(("10:max_results", "3")).Select(pair => ($"CrossMatch:ztf:{pair.Item1}", pair.Item2))])));
        Assert.Contains("max_results is 3, and use_distance is true", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void FindProblems_OneCatalogueTwice_IsNamed()
    {
        var values = Lspsc.Concat(Lspsc.Select(pair => ("1" + pair.Item1[1..], pair.Item2)));
        var problem = Assert.Single(CrossMatchSettings.FindProblems(Configuration([.. values.Select(pair => ($"CrossMatch:ztf:{pair.Item1}", pair.Item2))])));
        Assert.Contains("LSPSC more than once", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CrossMatch:gaia:0:catalog", "NED", "gaia is no survey")]
    [InlineData("CrossMatch:ztf", "NED", "is NED: give a list")]
    public void FindProblems_WrongShape_IsNamed(string key, string value, string expected) =>
        Assert.Contains(expected, Assert.Single(CrossMatchSettings.FindProblems(Configuration((key, value)))), StringComparison.Ordinal);

    static CrossMatchSettings Read(params (string Key, string Value)[] values) =>
        CrossMatchSettings.Read(Configuration([.. values.Select(pair => ($"CrossMatch:ztf:{pair.Key}", pair.Value))]));

    static IConfiguration Configuration(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(pair => new KeyValuePair<string, string?>(pair.Key, pair.Value))).Build();
}
