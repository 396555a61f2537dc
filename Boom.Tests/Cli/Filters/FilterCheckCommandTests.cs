using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Cli.Filters;

/// <summary><c>boom filter check</c>: verdicts, and files that are none.</summary>
public sealed class FilterCheckCommandTests : IDisposable
{
    const string Pipeline = """
        "pipeline": [{"$match": {"candidate.drb": {"$gt": 0.5}, "candidate.rb": {"$gt": 0.1}}}, {"$project": {"objectId": 1}}], /* drb and rb */
        """;

    const string Good = """{"name": "good", "passes": true, "alert": {"candidate": {"jd": 5.0, "programid": 1, "drb": 0.9, "rb": 0.9}}}""";

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Check_AllRight_IsDone()
    {
        var run = await CheckAsync($$$$"""{{{{{Pipeline}}}} "cases": [{{{{Good}}}}, {"passes": false, "because": "candidate.rb", "like": "good", "set": {"alert.candidate.rb": 0.0}}, {"passes": false, "like": "good", "unset": ["alert.candidate.drb"],},],}""");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("3 of 3 cases are right.", run.Out);
    }

    [Fact]
    public async Task Check_WrongOnes_AreToldWithTheReason()
    {
        var run = await CheckAsync($$$$"""{{{{{Pipeline}}}} "cases": [{{{{Good}}}}, {"name": "a", "passes": false, "like": "good"}, {"name": "b", "passes": true, "like": "good", "set": {"alert.candidate.drb": 0.2}}, {"name": "c", "passes": false, "because": "candidate.rb", "like": "b"}]}""");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("WRONG: It passes and must not.", run.Out);
        Assert.Contains("WRONG: It does not pass and must: stage 1 ($match): candidate.drb > 0.5, found 0.2", run.Out);
        Assert.Contains("WRONG: It does not pass, but not because of candidate.rb", run.Out);
        Assert.Contains("1 of 4 cases are right.", run.Out);
    }

    [Fact]
    public async Task Check_AlertOfAnotherProgramme_DoesNotPass()
    {
        var run = await CheckAsync($$$$"""{{{{{Pipeline}}}} "cases": [{{{{Good}}}}, {"name": "private", "passes": false, "because": "programme 2", "like": "good", "set": {"alert.candidate.programid": 2}}]}""");

        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [InlineData("{", "it is not JSON at line 1, byte 2, where it ends")]
    [InlineData("", "it is empty.")]
    [InlineData("""{"cases": []}""", "names no file of a pipeline")]
    [InlineData($$$$"""{{{{{Pipeline}}}} "cases": []}""", "\"cases\" is empty")]
    [InlineData($$$$"""{{{{{Pipeline}}}} "case": []}""", "the file has a field \"case\"")]
    [InlineData($$$$"""{{{{{Pipeline}}}} "cases": [{"alert": {}}]}""", "case 1 does not say \"passes\"")]
    [InlineData($$$$"""{{{{{Pipeline}}}} "cases": [{"passes": true}]}""", "case 1 has no \"alert\"")]
    [InlineData($$$$"""{{{{{Pipeline}}}} "cases": [{"passes": true, "like": "x"}]}""", "case 1 is like 'x'")]
    [InlineData($$$$"""{{{{{Pipeline}}}} "cases": [{"passes": true, "alert": {}, "set": {"drb": 1}}]}""", "'drb' is no path")]
    [InlineData($$$$"""{{{{{Pipeline}}}} "survey": "abc", "cases": [{"passes": true, "alert": {}}]}""", "survey: ")]
    public async Task Check_NoFileOfCases_IsToldInASentence(string text, string message)
    {
        var run = await CheckAsync(text);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error);
    }

    async Task<CliRun> CheckAsync(string text)
    {
        var file = Path.Combine(_folder.Path, "cases.json");
        await File.WriteAllTextAsync(file, text);
        return await CliRun.OfAsync("filter", "check", file, "--data", _folder.Path);
    }
}
