using System.Text.RegularExpressions;
using Boom.Core.Surveys;
using Xunit;

namespace Boom.Tests.Cli.Filters;

/// <summary>The filters in <c>examples/filters</c>: their cases, and the simulated night.</summary>
[Collection(FilterNightTests.Name)]
public sealed partial class ExampleFilterTests(FilterNight night)
{
    public static TheoryData<string> All => [.. ExampleFilters.Names];

    // What the filter asks of a supernova: a second detection, and no bright star next to it. A supernova that has both is found.
    static readonly string[] Wanted = ["candidate.ndethist", "properties.near_brightstar"];

    // The one needs networks that a simulated night does not have, the other a list.
    static readonly string[] NeedMore = ["kilonova-score", "watched-object"];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Check_CasesOfAnExample_AreRight(string name)
    {
        var checkedCases = await night.ReadJsonAsync("check", ExampleFilters.CasesOf(name));

        Assert.Empty(checkedCases.GetProperty("cases").EnumerateArray().Where(one => one.TryGetProperty("fault", out _)).Select(one => one.ToString()));
        Assert.Contains(checkedCases.GetProperty("cases").EnumerateArray(), one => one.GetProperty("passes").GetBoolean());
        Assert.Contains(checkedCases.GetProperty("cases").EnumerateArray(), one => !one.GetProperty("passes").GetBoolean());
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Test_ExampleOnSimulatedNight_RunsWithoutError(string name)
    {
        var tried = await night.ReadJsonAsync("test", ExampleFilters.FileOf(name), "--survey", ExampleFilters.SurveyOf(name).ToLowerName());

        Assert.Equal(FilterNight.Alerts, tried.GetProperty("lookedAt").GetInt32());
        Assert.Empty(tried.GetProperty("errors").EnumerateArray());
        // A small night has not every field, and a watch list is bound when its filter is stored.
        string[] warnings = [.. tried.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()!).Where(warning => !warning.Contains(": no alert of the night", StringComparison.Ordinal))];
        if (name == "watched-object")
            Assert.Contains("a watch list, and none is bound", Assert.Single(warnings), StringComparison.Ordinal);
        else
            Assert.Empty(warnings);
    }

    [Fact]
    public async Task Test_ExamplesOnSimulatedNight_LetSomethingPassAndNotAll()
    {
        var passed = new Dictionary<string, int>();
        foreach (var name in ExampleFilters.Names.Except(NeedMore))
        {
            var tried = await night.ReadJsonAsync("test", ExampleFilters.FileOf(name), "--survey", ExampleFilters.SurveyOf(name).ToLowerName());
            passed[name] = tried.GetProperty("passed").GetInt32();
        }

        Assert.All(passed, one => Assert.InRange(one.Value, 0, FilterNight.Alerts / 2));

        // What is rare may be absent of a small night.
        Assert.True(passed.Count(one => one.Value > 0) >= 8, string.Join(", ", passed));
    }

    [Fact]
    public async Task Explain_SupernovaExample_FindsEverySupernovaOfTheTruth()
    {
        var tried = await night.ReadJsonAsync("test", ExampleFilters.FileOf("supernova-candidates"), "--limit", $"{FilterNight.Alerts}");
        var found = tried.GetProperty("passers").EnumerateArray().Select(passer => passer.GetProperty("objectId").GetString()!).ToHashSet();
        var supernovae = await SupernovaeAsync();
        var unexplained = new List<string>();
        foreach (var candid in supernovae.Where(one => !found.Contains(one.Key)).SelectMany(one => one.Value))
        {
            var why = await night.ReadJsonAsync("explain", ExampleFilters.FileOf("supernova-candidates"), $"{candid}");
            var condition = why.GetProperty("firstFailed").GetProperty("text").GetString()!;
            if (!Wanted.Any(wanted => condition.StartsWith(wanted, StringComparison.Ordinal)))
                unexplained.Add($"{candid}: {why.GetProperty("reason")}");
        }

        Assert.Empty(unexplained);
        Assert.True(supernovae.Count >= 30, $"{supernovae.Count} supernovae");
        Assert.True(supernovae.Keys.Count(found.Contains) >= supernovae.Count * 9 / 10, $"{supernovae.Keys.Count(found.Contains)} of {supernovae.Count}");
    }

    [Fact]
    public async Task Test_SupernovaExample_LetsNoAsteroidStarOrArtefactPass()
    {
        var tried = await night.ReadJsonAsync("test", ExampleFilters.FileOf("supernova-candidates"), "--limit", $"{FilterNight.Alerts}");

        var classes = tried.GetProperty("passers").EnumerateArray().Select(passer => night.Truth[passer.GetProperty("objectId").GetString()!]).Distinct();

        Assert.Empty(classes.Intersect(["Asteroid", "Artefact", "RrLyrae", "Cepheid", "EclipsingBinary"]));
    }

    [Fact]
    public void Page_HasASectionForEveryExample()
    {
        var page = File.ReadAllText(Path.Combine(ExampleFilters.Folder, "README.md"));

        Assert.Equal(ExampleFilters.Names, Section().Matches(page).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    async Task<Dictionary<string, List<long>>> SupernovaeAsync()
    {
        // Everything passes: the alerts of the night.
        var file = Path.Combine(night.Data, "everything.json");
        await File.WriteAllTextAsync(file, """[{"$match": {}}, {"$project": {"objectId": 1}}]""");
        var all = await night.ReadJsonAsync("test", file, "--limit", $"{FilterNight.Alerts}");
        var supernovae = new Dictionary<string, List<long>>();
        foreach (var passer in all.GetProperty("passers").EnumerateArray())
        {
            var objectId = passer.GetProperty("objectId").GetString()!;
            if (!night.Truth[objectId].StartsWith("Sn", StringComparison.Ordinal))
                continue;
            if (!supernovae.TryGetValue(objectId, out var candids))
                supernovae.Add(objectId, candids = []);
            candids.Add(passer.GetProperty("candid").GetInt64());
        }

        return supernovae;
    }

    [GeneratedRegex("^## `([a-z-]+)`", RegexOptions.Multiline)]
    private static partial Regex Section();
}
