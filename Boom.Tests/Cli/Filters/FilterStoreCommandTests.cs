using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Embedded;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Cli.Filters;

/// <summary>Commands on stored filters; each test has its own names in the store of the night.</summary>
[Collection(FilterNightTests.Name)]
public sealed class FilterStoreCommandTests(FilterNight night) : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Add_File_IsStoredInactiveAsPlainJson()
    {
        var id = await AddAsync("added", ExampleFilters.FileOf("lsst-bright"), "--survey", "lsst", "--description", "bright ones");

        var shown = await night.ReadJsonAsync("show", "added");
        Assert.Equal((id, "inactive", "bright ones", "LSST"), (Text(shown, "id"), Text(shown, "state"), Text(shown, "description"), Text(shown, "survey")));
        var pipeline = shown.GetProperty("versions")[0].GetProperty("pipeline").GetString()!;
        System.Text.Json.JsonDocument.Parse(pipeline).Dispose();
        Assert.Contains(id, (await night.RunAsync("list")).Out);
    }

    [Fact]
    public async Task Add_FileAlone_SaysNameAndSurvey()
    {
        var added = await night.ReadJsonAsync("add", ExampleFilters.FileOf("lsst-complete"));

        Assert.Equal(("lsst-complete", "LSST"), (Text(added, "name"), Text(added, "survey")));
        Assert.Equal(Text(added, "id"), Text(await night.ReadJsonAsync("show", "lsst-complete"), "id"));
        Assert.Equal("ZTF", Text(await night.ReadJsonAsync("add", ExampleFilters.FileOf("fast-riser")), "survey"));
        var again = await night.RunAsync("add", ExampleFilters.FileOf("fast-riser"));
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("give another name with --name", again.Error);
    }

    [Fact]
    public async Task Add_SurveyIsSaid_CountsBeforeThatOfTheFile()
    {
        var added = await night.ReadJsonAsync("add", ExampleFilters.FileOf("lsst-bright"), "--name", "of ZTF all the same", "--survey", "ztf");

        Assert.Equal("ZTF", Text(added, "survey"));
    }

    [Fact]
    public async Task Add_NameThatIsTaken_IsRefused()
    {
        await AddAsync("taken", Rare());

        var run = await night.RunAsync("add", Rare(), "--name", "taken");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("has a filter taken already", run.Error);
    }

    [Fact]
    public async Task Add_PipelineThatCannotRun_IsRefused()
    {
        var run = await night.RunAsync("add", Write("""[{"$match": {}}]"""), "--name", "cannot run");

        Assert.Equal(2, run.ExitCode);
        Assert.DoesNotContain("cannot run", (await night.RunAsync("list")).Out);
    }

    [Fact]
    public async Task Activate_FewPass_Runs()
    {
        var id = await AddAsync("few", Rare());

        var activated = await night.ReadJsonAsync("activate", "few");

        Assert.True(activated.GetProperty("active").GetBoolean());
        Assert.Equal((FilterNight.Alerts, FilterNight.Alerts * 5 / 100), (activated.GetProperty("lookedAt").GetInt32(), activated.GetProperty("allowed").GetInt32()));
        Assert.Equal("active", Text(await night.ReadJsonAsync("show", id), "state"));
        Assert.Equal("inactive", Text(await night.ReadJsonAsync("deactivate", id), "state"));
        Assert.Equal("inactive", Text(await night.ReadJsonAsync("show", id), "state"));
    }

    [Fact]
    public async Task Activate_TooManyPass_IsRefusedWithTheNumbers()
    {
        await AddAsync("many", Write("""[{"$match": {}}, {"$project": {"objectId": 1}}]"""));

        var run = await night.RunAsync("activate", "many");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("500 of 500 alerts of the night 2026-01-01 pass, 100 %; 25 are allowed, 5 %", run.Out);
        Assert.Equal("inactive", Text(await night.ReadJsonAsync("show", "many"), "state"));
    }

    [Fact]
    public async Task Activate_Untried_Runs()
    {
        await AddAsync("untried", Write("""[{"$match": {}}, {"$project": {"objectId": 1}}]"""));

        Assert.Equal(0, (await night.RunAsync("activate", "untried", "--untried")).ExitCode);

        Assert.Equal("active", Text(await night.ReadJsonAsync("show", "untried"), "state"));
        await night.RunAsync("deactivate", "untried");
    }

    [Fact]
    public async Task Activate_ListThatThereIsNot_IsRefusedWithThoseThatThereAre()
    {
        await AddListAsync("comets", "--surveys", "winter");
        await AddListAsync("quasars");
        await AddAsync("on no list", Write(AllText), "--watchlist", "blazars");
        await AddAsync("on another's list", Write(AllText), "--watchlist", "comets");

        var none = await night.RunAsync("activate", "on no list", "--untried");
        var other = await night.RunAsync("activate", "on another's list", "--untried");

        Assert.Equal((3, 2), (none.ExitCode, other.ExitCode));
        Assert.Contains("There is no watch list watchlist_blazars in", none.Error);
        Assert.Contains("there are watchlist_comets, watchlist_quasars", none.Error);
        Assert.Contains("watchlist_comets is a watch list for winter, not for ztf", other.Error);
        Assert.Equal("inactive", Text(await night.ReadJsonAsync("show", "on no list"), "state"));
    }

    [Fact]
    public async Task Activate_BoundToAList_IsTriedOnTheObjectsAtItsPlacesAndRuns()
    {
        await AddListAsync("targets");
        await AddAsync("on a list", Write(AllText), "--watchlist", "targets");
        using (var store = StoreSession.OpenBeside(night.Data))
        {
            var objects = (await store.Reader.ListBrightestNewAsync(Survey.Ztf, 0, 3, default)).Select(alert => alert.ObjectId);
            await store.Alerts.AddWatchlistHitsAsync([.. objects.Select(one => new WatchlistHit("watchlist_targets", "1", "a", Survey.Ztf, one, 0.5, 1))], default);
        }

        var activated = await night.ReadJsonAsync("activate", "on a list");

        Assert.True(activated.GetProperty("active").GetBoolean());
        Assert.InRange(activated.GetProperty("passed").GetInt32(), 3, 10);
        await night.RunAsync("deactivate", "on a list");
    }

    [Fact]
    public async Task Activate_WithHistory_IsTriedAndRuns()
    {
        await AddAsync("with history", Write("""[{"$match": {"candidate.magpsf": {"$lt": 18}, "sso_history.0": {"$exists": true}}}, {"$project": {"objectId": 1}}]"""));

        var activated = await night.ReadJsonAsync("activate", "with history");

        Assert.True(activated.GetProperty("active").GetBoolean());
        Assert.True(activated.GetProperty("passed").GetInt32() > 0);
        await night.RunAsync("deactivate", "with history");
    }

    [Fact]
    public async Task Activate_NightWithoutAlerts_IsRefused()
    {
        await AddAsync("no night", Rare());

        var run = await night.RunAsync("activate", "no night", "--night", "20250101");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("No alert of ZTF of the night 2025-01-01 is stored that the filter may see: name another night with --night, or say --untried.\n", run.Error);
    }

    [Fact]
    public async Task AddVersion_OfAFilter_RunsOnceItIsActivated()
    {
        await AddAsync("versions", Rare());
        await night.RunAsync("activate", "versions");

        var added = await night.ReadJsonAsync("add", Write(RareText.Replace("14", "13", StringComparison.Ordinal)), "--version-of", "versions", "--changelog", "brighter");

        var fid = Text(added, "fid");
        Assert.NotEqual(fid, Text(await night.ReadJsonAsync("show", "versions"), "activeVersion"));
        await night.RunAsync("activate", "versions", "--fid", fid);
        Assert.Equal(fid, Text(await night.ReadJsonAsync("show", "versions"), "activeVersion"));
        var listed = await night.RunAsync("versions", "versions");
        Assert.Contains("brighter", listed.Out);
        Assert.Equal(2, listed.Out.Split('\n').Count(line => line.Contains("2", StringComparison.Ordinal) && line.Contains('-', StringComparison.Ordinal)));
        await night.RunAsync("deactivate", "versions");
    }

    [Fact]
    public async Task Remove_Filter_LeavesItsHits()
    {
        var id = await AddAsync("removed", Rare());
        using (var store = StoreSession.OpenBeside(night.Data))
            await store.Filters.AddHitsAsync([Hit(id, 1, 1_000)], default);

        Assert.Equal(0, (await night.RunAsync("remove", "removed")).ExitCode);

        Assert.Equal(1, (await night.RunAsync("show", "removed")).ExitCode);
        Assert.Single((await night.ReadJsonAsync("hits", id)).GetProperty("hits").EnumerateArray());
    }

    [Fact]
    public async Task Hits_Filter_ListsThemLatestFirstWithAnnotations()
    {
        var id = await AddAsync("hits", Rare());
        using (var store = StoreSession.OpenBeside(night.Data))
            await store.Filters.AddHitsAsync([Hit(id, 11, 1_767_225_600_000), Hit(id, 12, 1_767_312_000_000)], default);

        var hits = (await night.ReadJsonAsync("hits", "hits")).GetProperty("hits").EnumerateArray().ToList();
        var since = (await night.ReadJsonAsync("hits", "hits", "--since", "2026-01-02")).GetProperty("hits").EnumerateArray();

        Assert.Equal(["12", "11"], hits.Select(hit => Text(hit, "candidText")));
        Assert.Equal(17.5, hits[0].GetProperty("annotations").GetProperty("mag").GetDouble());
        Assert.Equal("12", Text(Assert.Single(since), "candidText"));
        Assert.Contains("17.5", (await night.RunAsync("hits", "hits")).Out);
    }

    [Theory]
    [InlineData(1, "no stored filter nobody", "show", "nobody")]
    [InlineData(1, "no stored filter nobody", "activate", "nobody")]
    [InlineData(1, "no stored filter nobody", "remove", "nobody")]
    [InlineData(1, "no stored filter nobody", "hits", "nobody")]
    [InlineData(2, "--since is a time", "hits", "--since", "yesterday-ish")]
    [InlineData(2, "not both", "add", "-", "--name", "x", "--version-of", "y")]
    [InlineData(2, "--name has 1 to 200 letters", "add", "-", "--name", " ")]
    [InlineData(3, "There is no file", "add", "nothing.json", "--name", "x")]
    public async Task WrongWords_AreToldInASentence(int exitCode, string message, params string[] words)
    {
        var run = await night.RunAsync(words);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(message, run.Error);
    }

    const string AllText = """[{"$match": {}}, {"$project": {"objectId": 1}}]""";

    const string RareText = """[{"$match": {"candidate.magpsf": {"$lt": 14}}}, {"$project": {"objectId": 1}}]""";

    string Rare() => Write(RareText);

    async Task<string> AddAsync(string name, string file, params string[] words) => Text(await night.ReadJsonAsync(["add", file, "--name", name, .. words]), "id");

    async Task AddListAsync(string name, params string[] words)
    {
        var places = Path.Combine(_folder.Path, $"{name}.csv");
        await File.WriteAllTextAsync(places, "name,ra,dec\na,10.5,20.5\n");
        var run = await CliRun.OfAsync(["watchlist", "add", places, "--name", name, "--owner", "me", "--data", night.Data, .. words]);
        Assert.True(run.ExitCode == 0, run.Error);
    }

    string Write(string pipeline)
    {
        var file = Path.Combine(_folder.Path, $"{Directory.GetFiles(_folder.Path).Length}.json");
        File.WriteAllText(file, pipeline);
        return file;
    }

    static FilterHit Hit(string id, long candid, long passedAtMs)
    {
        using var writer = new BsonWriter();
        writer.BeginRoot();
        writer.Double("mag"u8, 17.5);
        return new FilterHit(id, "v1", Survey.Ztf, candid, "ZTF26aaaaaaa", 2461041.8, passedAtMs, writer.EndRoot().ToArray());
    }

    static string Text(System.Text.Json.JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
