using System.Text.Json;
using Boom.Cli.Filters;
using Boom.Core.Filters.Checks;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Embedded;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Cli.Filters;

/// <summary>What an astronomer is told of a filter that is mistyped, on a night.</summary>
[Collection(FilterNightTests.Name)]
public sealed class FilterAdviceTests(FilterNight night) : IDisposable
{
    const string Misspelt = """[{"$match": {"candidate.drbb": {"$gt": 0.5}}}, {"$project": {"objectId": 1}}]""";

    const string Sentence = "Stage 1 ($match): ZTF alerts have no field candidate.drbb; the nearest is candidate.drb.";

    readonly TemporaryFolder _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Test_MisspeltField_IsToldWithTheNearest()
    {
        var json = await night.ReadJsonAsync("test", Write(Misspelt));
        var text = await night.RunAsync("test", Write(Misspelt));

        Assert.Equal([Sentence], Warnings(json));
        Assert.Contains(Sentence, text.Out);
    }

    [Fact]
    public async Task Test_OtherTypes_AreToldOfTheNight()
    {
        var json = await night.ReadJsonAsync("test", Write("""[{"$match": {"candidate.drb": {"$gt": "0.5"}}}, {"$project": {"objectId": 1}}]"""));

        Assert.Equal(["Stage 1 ($match): candidate.drb is a number in all alerts of the night 2026-01-01, and is compared with a text: that never matches."], Warnings(json));
    }

    [Fact]
    public async Task Test_FilterOfAnotherSurvey_IsTold()
    {
        var json = await night.ReadJsonAsync("test", Write("""[{"$match": {"candidate.reliability": {"$gt": 0.5}}}, {"$project": {"objectId": 1}}]"""));
        var other = await night.ReadJsonAsync("test", Write("""[{"$match": {"candidate.drb": {"$gt": 0.5}}}, {"$project": {"objectId": 1}}]"""), "--survey", "lsst");

        Assert.Contains("ZTF alerts have no field candidate.reliability, LSST and DECAM alerts have one", Assert.Single(Warnings(json)));
        Assert.Contains("LSST alerts have no field candidate.drb, ZTF alerts have one", Assert.Single(Warnings(other)));
    }

    [Fact]
    public async Task AddActivateExplain_MisspeltField_IsTold()
    {
        var file = Write(Misspelt);
        var candid = (await night.ReadJsonAsync("test", Write("""[{"$match": {}}, {"$project": {"objectId": 1}}]"""), "--limit", "1")).GetProperty("passers")[0].GetProperty("candidText").GetString()!;

        var added = await night.ReadJsonAsync("add", file, "--name", "misspelt");
        var active = await night.ReadJsonAsync("activate", "misspelt");
        var activeText = await night.RunAsync("activate", "misspelt");
        var explained = await night.ReadJsonAsync("explain", file, candid);
        var explainedText = await night.RunAsync("explain", file, candid);
        await night.RunAsync("remove", "misspelt");

        Assert.All([added, active, explained], json => Assert.Equal([Sentence], Warnings(json)));
        Assert.Contains(Sentence, activeText.Out);
        Assert.Contains(Sentence, explainedText.Out);
    }

    [Fact]
    public async Task Add_OtherTypes_AreToldOfTheAlertsLookedAt()
    {
        var added = await night.ReadJsonAsync("add", Write("""[{"$match": {"candidate.isdiffpos": 1}}, {"$project": {"objectId": 1}}]"""), "--name", "types");
        await night.RunAsync("remove", "types");

        Assert.Contains("candidate.isdiffpos is true or false in all alerts of those looked at of the night 2026-01-01", Assert.Single(Warnings(added)));
    }

    [Theory]
    [InlineData(Survey.Ztf)]
    [InlineData(Survey.Lsst)]
    public async Task StoredFields_AreAllKnown(Survey key)
    {
        var survey = SurveyCatalog.Default[key];
        using var store = StoreSession.OpenForReading(night.Data);
        var ready = new NamedFilter("all", key, """[{"$match": {"prv_candidates.0": {"$exists": true}}}, {"$project": {"objectId": 1}}]""", [1], null, null).Compile();
        var paths = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var page in new TrialSelection(new DateOnly(2026, 1, 1), null).PagesAsync(store, survey, Token))
        {
            await foreach (var slice in new FilterInputs(ready, store).ReadAsync(page, Token))
            {
                foreach (var subject in slice)
                    FieldValues.AddPaths(subject.Input, survey.FilterView, paths);
            }
        }

        Assert.True(paths.Count > 150);
        Assert.DoesNotContain(paths, path => survey.FilterView.Known!.Has(path) == false);
    }

    [Fact]
    public async Task Test_Stages_HaveWhatIsLeft()
    {
        var file = Write("""[{"$match": {"candidate.magpsf": {"$lt": 19}}}, {"$match": {"candidate.magpsf": {"$lt": 0}}}, {"$project": {"objectId": 1}}]""");
        var json = await night.ReadJsonAsync("test", file);
        var text = await night.RunAsync("test", file);
        var bright = await night.ReadJsonAsync("test", Write("""[{"$match": {"candidate.magpsf": {"$lt": 19}}}, {"$project": {"objectId": 1}}]"""));

        var left = json.GetProperty("stages").EnumerateArray().Select(stage => (stage.GetProperty("number").GetInt32(), stage.GetProperty("name").GetString(), stage.GetProperty("left").GetInt64()));
        Assert.Equal([(1, "$match", bright.GetProperty("passed").GetInt64()), (2, "$match", 0)], left);
        Assert.Contains($"left after stage 1 ($match) {bright.GetProperty("passed").GetInt64()}, stage 2 ($match) 0", text.Out);
    }

    [Fact]
    public async Task Test_ProgrammeThatThereIsNot_IsWarnedOf()
    {
        // The command does not add such a filter; another program may.
        using (var store = StoreSession.OpenBeside(night.Data))
        {
            var version = new FilterVersion("v1", """[{"$match": {}}, {"$project": {"objectId": 1}}]""", 2461042);
            var permissions = new Dictionary<Survey, IReadOnlyList<int>> { [Survey.Ztf] = [1, 9] };
            await store.Filters.AddFilterAsync(new StoredFilter("advice", "advice", Survey.Ztf, [version]) { ActiveVersion = "v1", Permissions = permissions }, Token);
        }

        var json = await night.ReadJsonAsync("test", "advice");

        Assert.Equal(["ZTF has no programme 9: it has 1 (public), 2 (partnership), 3 (caltech)."], Warnings(json));
    }

    [Fact]
    public async Task Test_SeveralNights_AreLookedAtTogether()
    {
        var file = Write("""[{"$match": {}}, {"$project": {"objectId": 1}}]""");

        var all = await night.ReadJsonAsync("test", file, "--night", "all", "--limit", "0");
        var some = await night.ReadJsonAsync("test", file, "--night", "20251220-20260105", "--limit", "0");
        var none = await night.ReadJsonAsync("test", file, "--night", "20251220-20251230", "--limit", "0");
        var text = await night.RunAsync("test", file, "--night", "20251220-20260105", "--limit", "0");

        Assert.Equal((FilterNight.Alerts, FilterNight.Alerts, 0), (Read(all), Read(some), Read(none)));
        Assert.Equal("20251220-20260105", some.GetProperty("night").GetString());
        Assert.Contains("on the nights 2025-12-20 to 2026-01-05 of ZTF", text.Out);
        static int Read(JsonElement json) => json.GetProperty("read").GetInt32();
    }

    [Fact]
    public async Task TestExplain_CandidOfAnotherSurvey_IsPointedTo()
    {
        var file = Write("""[{"$match": {}}, {"$project": {"objectId": 1}}]""");
        var candid = (await night.ReadJsonAsync("test", file, "--survey", "lsst", "--limit", "1")).GetProperty("passers")[0].GetProperty("candidText").GetString()!;

        var tested = await night.RunAsync("test", file, "--candids", candid);
        var explained = await night.RunAsync("explain", file, candid);

        Assert.Contains("on 1 candid of ZTF", tested.Out);
        Assert.All([tested, explained], run => Assert.Contains($", but one of LSST: --survey lsst looks at it, with a filter of that survey.", run.Error));
    }

    [Theory]
    [InlineData(3, "There is no file bad/nothing.json.\n", "test", "bad/nothing.json")]
    [InlineData(1, "There is no stored filter nothing: 'boom filter list' shows those that there are.\n", "test", "nothing")]
    [InlineData(1, "There is no stored filter nothing: 'boom filter list' shows those that there are.\n", "show", "nothing")]
    public async Task FilterThatIsNone_IsToldAsWhatWasMeant(int exitCode, string error, params string[] words)
    {
        var run = await night.RunAsync(words);

        Assert.Equal((exitCode, error), (run.ExitCode, run.Error));
    }

    static IEnumerable<string> Warnings(JsonElement json) => json.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()!);

    string Write(string pipeline)
    {
        var file = Path.Combine(_folder.Path, $"{Directory.GetFiles(_folder.Path).Length}.json");
        File.WriteAllText(file, pipeline);
        return file;
    }
}
