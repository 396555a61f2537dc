using Boom.Cli.Filters;
using Boom.Tests.Core.Filters;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Cli.Filters;

/// <summary>Filters that must not become active: too slow, wrong on most alerts, tried on too few.</summary>
[Collection(FilterNightTests.Name)]
public sealed class FilterActivationTests(FilterNight night) : IDisposable
{
    const string Project = """{"$project": {"objectId": 1}}""";

    readonly TemporaryFolder _folder = new();
    int _files;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Activate_TakesTooLong_IsRefusedBeforeTheEndOfTheNight()
    {
        await AddAsync("doubles", StopTests.Doubling);

        var json = await night.ReadJsonAsync("activate", "doubles");
        var text = await night.RunAsync("activate", "doubles");

        Assert.False(json.GetProperty("active").GetBoolean());
        Assert.InRange(json.GetProperty("lookedAt").GetInt32(), 1, FilterNight.Alerts - 1);
        Assert.Contains("500 µs are allowed (Filter:BudgetMicroseconds)", json.GetProperty("refusal").GetString());
        Assert.Equal(1, text.ExitCode);
        Assert.Contains("doubles is not made active. It takes", text.Error);
        Assert.Contains("--version-of", text.Error);
        Assert.Equal("inactive", await StateAsync("doubles"));
    }

    [Theory]
    [InlineData("all wrong", """{"$gt": [{"$size": "$prv_candidate"}, 1]}""", 500)]
    [InlineData("most wrong", """{"$and": [{"$gt": ["$candidate.magpsf", 18]}, {"$gt": [{"$size": "$prv_candidate"}, 1]}]}""", 250)]
    public async Task Activate_WrongOnMostAlerts_IsRefused(string name, string condition, int atLeast)
    {
        await AddAsync(name, $$$$$$"""[{"$match": {"$expr": {{{{{{condition}}}}}}}}, {{{{{{Project}}}}}}]""");

        var run = await night.RunAsync("activate", name);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"{name} is not made active. It goes wrong on ", run.Error);
        Assert.Contains("of 500 alerts, and none of these can pass. Mend it ('boom filter explain", run.Error);
        Assert.Contains($" --data {night.Data}' shows where)", run.Error);
        Assert.Equal("inactive", await StateAsync(name));
        Assert.InRange((await night.ReadJsonAsync("activate", name)).GetProperty("errors")[0].GetProperty("alerts").GetInt32(), atLeast, FilterNight.Alerts);
    }

    [Fact]
    public async Task Activate_WrongOnFewAlerts_RunsWithAWarning()
    {
        await AddAsync("few wrong", $$$$$$"""[{"$match": {"candidate.magpsf": {"$lt": 16}, "$expr": {"$gt": [{"$size": "$prv_candidate"}, 1]}}}, {{{{{{Project}}}}}}]""");

        var run = await night.RunAsync("activate", "few wrong");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("of 500 alerts, which do not pass.", run.Out);
        Assert.Equal("active", await StateAsync("few wrong"));
        Assert.Contains("is inactive.", (await night.RunAsync("deactivate", "few wrong")).Out);
        Assert.Contains("was inactive already.", (await night.RunAsync("deactivate", "few wrong")).Out);
    }

    [Theory]
    [InlineData(1, 1, "The night has only 1 alert that it may see, of which 5 % is less than one: name another with --night, or say --untried.")]
    [InlineData(19, 1, "The night has only 19 alerts that it may see")]
    [InlineData(19, 0, null)]
    [InlineData(20, 1, null)]
    [InlineData(20, 2, "Too many pass. Add conditions.")]
    public void Refusal_SmallNight_SaysWhatHelps(int lookedAt, int passed, string? sentence)
    {
        var tried = new TriedNight(new TrialSelection(new DateOnly(2026, 1, 1), null), new TrialAccount(lookedAt, lookedAt, passed, 0, 0, 1, [], []), 0.05);

        if (sentence is null)
            Assert.Null(tried.Refusal("key", ""));
        else
            Assert.Contains(sentence, tried.Refusal("key", ""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activate_TooManyPass_SaysWhatHelpsInThisFolder()
    {
        var id = await AddAsync("all pass", $$$$$$"""[{"$match": {}}, {{{{{{Project}}}}}}]""");

        var run = await night.RunAsync("activate", "all pass");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"Too many pass. Add conditions. Store it with 'boom filter add FILE --version-of {id} --data {night.Data}', and try again.", run.Error);
        Assert.Contains("To allow more, set Filter__MaximumMatchRate, in per cent, here and where filters run", run.Error);
        Assert.Contains("--untried only leaves the trial out: a worker suspends a filter that lets more of its last 10", run.Error);
    }

    [Fact]
    public async Task AddVersion_PipelineThatIsThere_IsNamed()
    {
        var id = await AddAsync("same twice", $$$$$$"""[{"$match": {}}, {{{{{{Project}}}}}}]""");
        var fid = (await night.ReadJsonAsync("show", id)).GetProperty("activeVersion").GetString();

        var run = await night.RunAsync("add", Write($$$$$$"""[{"$match": {}}, /* the same */ {{{{{{Project}}}}}}]"""), "--version-of", id);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"The version {fid} of same twice has this pipeline already", run.Error);
        Assert.Contains($"'boom filter activate {id} --fid {fid} --data {night.Data}' has it run", run.Error);
    }

    [Fact]
    public async Task Remove_Filter_SaysHowItsHitsAreFound()
    {
        var id = await AddAsync("goes", $$$$$$"""[{"$match": {}}, {{{{{{Project}}}}}}]""");

        Assert.Contains($"boom filter hits {id}", (await night.RunAsync("remove", "goes")).Out);
    }

    // As commands that were started at the same time.
    [Fact]
    public async Task Add_SameNameAtOnce_IsStoredOnce()
    {
        var file = Write($$$$$$"""[{"$match": {}}, {{{{{{Project}}}}}}]""");

        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => night.RunAsync("add", file, "--name", "at once"))));

        Assert.Single(runs, run => run.ExitCode == 0);
        Assert.All(runs.Where(run => run.ExitCode != 0), run => Assert.Contains("has a filter at once already", run.Error));
    }

    async Task<string> AddAsync(string name, string pipeline) => (await night.ReadJsonAsync("add", Write(pipeline), "--name", name)).GetProperty("id").GetString()!;

    async Task<string> StateAsync(string name) => (await night.ReadJsonAsync("show", name)).GetProperty("state").GetString()!;

    string Write(string pipeline)
    {
        var file = Path.Combine(_folder.Path, $"{_files++}.json");
        File.WriteAllText(file, pipeline);
        return file;
    }
}
