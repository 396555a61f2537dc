using System.Text.Json;
using Boom.Cli;
using Boom.Hosting;
using Boom.Tests.Core.Filters;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Cli.Filters;

/// <summary><c>boom filter test</c> and <c>boom filter explain</c> on a night.</summary>
[Collection(FilterNightTests.Name)]
public sealed class FilterTestCommandTests(FilterNight night) : IDisposable
{
    const string Project = """{"$project": {"objectId": 1, "annotations": {"mag": "$candidate.magpsf"}}}""";

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Test_Night_CountsWhatPassesAndShowsTheFirst()
    {
        var bright = await night.ReadJsonAsync("test", Write("""{"$match": {"candidate.magpsf": {"$lt": 19}}}"""), "--limit", "3");
        var faint = await night.ReadJsonAsync("test", Write("""{"$match": {"candidate.magpsf": {"$gte": 19}}}"""), "--limit", "0");

        Assert.Equal("20260101", bright.GetProperty("night").GetString());
        Assert.Equal(FilterNight.Alerts, Number(bright, "passed") + Number(faint, "passed"));
        Assert.Equal(100.0 * Number(bright, "passed") / FilterNight.Alerts, bright.GetProperty("percent").GetDouble(), 1e-9);
        Assert.Equal(3, bright.GetProperty("passers").GetArrayLength());
        Assert.All(bright.GetProperty("passers").EnumerateArray(), passer => Assert.True(passer.GetProperty("annotations").GetProperty("mag").GetDouble() < 19));
        Assert.True(bright.GetProperty("microsecondsPerAlert").GetDouble() > 0);
    }

    [Fact]
    public async Task Test_Candids_LooksAtTheseAndNamesTheAbsent()
    {
        var candid = await AnyCandidAsync();

        var run = await night.RunAsync("test", Write("""{"$match": {}}"""), "--candids", $"{candid},42", "--json");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal((1, 1), (Number(PlayedNight.LastLine(run), "read"), Number(PlayedNight.LastLine(run), "passed")));
        Assert.Contains("No alert 42 of ZTF is stored in", run.Error);
    }

    [Fact]
    public async Task Test_ErrorsInData_AreCountedWithExamples()
    {
        var tried = await night.ReadJsonAsync("test", Write("""{"$match": {"$expr": {"$gt": [{"$size": "$candidate.nothing"}, 1]}}}"""));

        var error = Assert.Single(tried.GetProperty("errors").EnumerateArray());
        Assert.Equal((0, FilterNight.Alerts), (Number(tried, "passed"), Number(error, "alerts")));
        Assert.Contains("Stage 1 ($match)", error.GetProperty("error").GetString());
        Assert.Equal(3, error.GetProperty("candids").GetArrayLength());
    }

    [Theory]
    [InlineData(1, "$gte", 0)]
    [InlineData(0, "$lt", 16)]
    public async Task Test_WrongOnMostAlerts_IsExitCode1(int exitCode, string operation, int magnitude)
    {
        var file = Write($$$$$$"""{"$match": {"candidate.magpsf": {"{{{{{{operation}}}}}}": {{{{{{magnitude}}}}}}}, "$expr": {"$gt": [{"$size": "$candidate.nothing"}, 1]}}}""");

        var run = await night.RunAsync("test", file);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains("ERROR on", run.Out);
        Assert.Equal(exitCode == 1, run.Out.Contains("MOSTLY WRONG", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Test_TooSlow_EndsWithExitCode1()
    {
        var file = Path.Combine(_folder.Path, "doubles.json");
        await File.WriteAllTextAsync(file, StopTests.Doubling);

        var run = await night.RunAsync("test", file);
        var tried = await night.ReadJsonAsync("test", file);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("TOO SLOW: It takes", run.Out);
        Assert.Contains(", stopped before its end", run.Out);
        Assert.InRange(Number(tried, "lookedAt"), 6, FilterNight.Alerts - 1);
        Assert.Equal((true, FilterNight.Alerts), (tried.GetProperty("stopped").GetBoolean(), Number(tried, "selected")));
    }

    [Fact]
    public async Task Test_TextSpeaksOfAWatchlistAndNoneIsBound_SaysSo()
    {
        var run = await night.RunAsync("test", Write("""{"$match": {}} // of a watchlist """ + "\n"), "--limit", "0");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("The text speaks of a watch list, and none is bound: --watchlist NAME", run.Out);
    }

    [Fact]
    public async Task Test_AlertsOfOtherProgrammes_AreNotSeen()
    {
        var tried = await night.ReadJsonAsync("test", Write("""{"$match": {}}"""), "--permissions", "3");

        Assert.Equal((FilterNight.Alerts, 0, FilterNight.Alerts), (Number(tried, "read"), Number(tried, "lookedAt"), Number(tried, "notPermitted")));
    }

    [Fact]
    public async Task Test_HistoryOfBodies_IsReadForThoseThatHaveADesignation()
    {
        var histories = await night.ReadJsonAsync("test", Write("""{"$match": {"sso_history.0.jd": {"$exists": true}}}"""), "--limit", "1");
        var bodies = await night.ReadJsonAsync("test", Write("""{"$match": {"properties.sso.designation": {"$ne": null}}}"""), "--limit", "0");

        Assert.Equal(Number(bodies, "passed"), Number(histories, "passed"));
        Assert.InRange(Number(histories, "passed"), 10, FilterNight.Alerts / 2);
        Assert.Equal((0, 0), (histories.GetProperty("errors").GetArrayLength(), Number(histories, "historiesCut")));
        var why = await night.ReadJsonAsync("explain", Write("""{"$match": {"sso_history.0.jd": {"$exists": true}}}"""), histories.GetProperty("passers")[0].GetProperty("candidText").GetString()!);
        Assert.True(why.GetProperty("passes").GetBoolean());
    }

    [Fact]
    public async Task Test_Text_IsForPeople()
    {
        var run = await night.RunAsync("test", Write("""{"$match": {}}, {"$limit": 5}"""), "--limit", "2");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("looked at 500 of 500 alerts", run.Out);
        Assert.Contains("pass 500, 100 %", run.Out);
        Assert.Contains("… and 498 more (--limit)", run.Out);
        Assert.Contains("Stage 2 ($limit) has no effect", run.Out);
    }

    [Fact]
    public async Task Test_StoppedMeanwhile_TellsWhatThereIs()
    {
        using var source = new CancellationTokenSource();
        using var output = new StringWriter();
        var console = new CliConsole(output, TextWriter.Null, new StoppingClock(source, looks: 500), IsTerminal: false, HasColour: false);

        var exitCode = await BoomCommandLine.RunAsync(["filter", "test", Write("""{"$match": {}}"""), "--json", "--data", night.Data], console, source.Token);

        var tried = JsonDocument.Parse(output.ToString()).RootElement;
        Assert.Equal(0, exitCode);
        Assert.True(tried.GetProperty("stopped").GetBoolean());
        // In the middle of what was read at once.
        Assert.InRange(Number(tried, "read"), 1, FilterNight.Alerts - 1);
        Assert.NotEqual(0, Number(tried, "read") % 50);
        Assert.Equal(Number(tried, "read"), Number(tried, "passed"));
        Assert.Equal(FilterNight.Alerts, Number(tried, "selected"));
    }

    [Theory]
    [InlineData(2, "Stage 1 ($lookup)", """[{"$lookup": {}}]""")]
    [InlineData(2, "ends with a $project", """[{"$match": {}}]""")]
    [InlineData(2, "filter.json: ", "[{")]
    [InlineData(2, "--permissions are numbers of programmes", "[]", "--permissions", "1,x")]
    [InlineData(2, "from 1 to 3 with commas", "[]", "--permissions", "1,4")]
    [InlineData(2, "Give --night or --candids", "[]", "--night", "20260101", "--candids", "1")]
    [InlineData(1, "No alert of ZTF of the night 2026-02-01 is stored in", """[{"$match": {}}, {"$project": {"objectId": 1}}]""", "--night", "20260201")]
    [InlineData(3, "There is no watch list watchlist_none in ", """[{"$match": {}}, {"$project": {"objectId": 1}}]""", "--watchlist", "none")]
    [InlineData(3, "'boom watchlist add' makes one, Catalogs__Folder names another folder.", """[{"$match": {}}, {"$project": {"objectId": 1}}]""", "--watchlist", "none")]
    public async Task Test_WrongWords_AreToldInASentence(int exitCode, string message, string pipeline, params string[] words)
    {
        var file = Path.Combine(_folder.Path, "filter.json");
        await File.WriteAllTextAsync(file, pipeline);

        var run = await night.RunAsync(["test", file, .. words]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(message, run.Error);
    }

    [Fact]
    public async Task Explain_Alert_SaysWhatFailedAndWhatItNeeds()
    {
        var candid = await AnyCandidAsync();
        var file = Write("""{"$match": {"candidate.drb": {"$gte": 0}, "candidate.magpsf": {"$lt": 1}}}""");

        var json = await night.ReadJsonAsync("explain", file, $"{candid}");
        var text = await night.RunAsync("explain", file, $"{candid}");

        Assert.False(json.GetProperty("passes").GetBoolean());
        Assert.Equal("candidate.magpsf < 1", json.GetProperty("firstFailed").GetProperty("text").GetString());
        Assert.Equal(["no", "notReached"], json.GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("verdict").GetString()));
        Assert.Contains("does not pass", text.Out);
        Assert.Contains("yes candidate.drb ≥ 0", text.Out);
        Assert.Contains("NO  candidate.magpsf < 1", text.Out);
        Assert.Contains("It ends at stage 1 ($match): candidate.magpsf < 1, found", text.Out);
    }

    [Fact]
    public async Task Explain_AgreesWithTest_OnEveryAlert()
    {
        var file = ExampleFilters.FileOf("fast-transient");
        var tried = await night.ReadJsonAsync("test", file, "--limit", $"{FilterNight.Alerts}");
        var passers = tried.GetProperty("passers").EnumerateArray().Select(passer => passer.GetProperty("candid").GetInt64()).ToHashSet();
        var all = await night.ReadJsonAsync("test", Write("""{"$match": {}}"""), "--limit", "60");

        foreach (var candid in all.GetProperty("passers").EnumerateArray().Select(passer => passer.GetProperty("candid").GetInt64()))
            Assert.Equal((candid, passers.Contains(candid)), (candid, (await night.ReadJsonAsync("explain", file, $"{candid}")).GetProperty("passes").GetBoolean()));
    }

    [Theory]
    [InlineData(1, "No alert 42 of ZTF is stored in", "42")]
    [InlineData(2, "'x' is not a candid", "x")]
    public async Task Explain_WrongWords_AreToldInASentence(int exitCode, string message, string candid)
    {
        var run = await night.RunAsync("explain", Write("""{"$match": {}}"""), candid);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(message, run.Error);
    }

    [Fact]
    public async Task Explain_NoSuchFilter_IsToldInASentence()
    {
        var run = await night.RunAsync("explain", "nothing.json", "42");

        Assert.Equal((3, "There is no file nothing.json.\n"), (run.ExitCode, run.Error));
    }

    async Task<long> AnyCandidAsync() => (await night.ReadJsonAsync("test", Write("""{"$match": {}}"""), "--limit", "1"))
        .GetProperty("passers")[0].GetProperty("candid").GetInt64();

    string Write(string stages)
    {
        var file = Path.Combine(_folder.Path, $"{Directory.GetFiles(_folder.Path).Length}.json");
        File.WriteAllText(file, $"[{stages}, {Project}]");
        return file;
    }

    static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();

    /// <summary>A clock that stops the command when it has been looked at so often.</summary>
    // A look takes a millisecond: how often it is looked at says what has been done.
    sealed class StoppingClock(CancellationTokenSource source, int looks) : TimeProvider
    {
        int _looks;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp()
        {
            var look = Interlocked.Increment(ref _looks);
            if (look == looks)
                source.Cancel();
            return look;
        }
    }
}
