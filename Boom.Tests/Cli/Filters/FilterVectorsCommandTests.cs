using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Cli.Filters;

public sealed class FilterVectorsCommandTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Vectors_RightWrongAndOpen_AreCounted()
    {
        var run = await RunAsync(Vector("a", 3), Vector("b", 4), Vector("c", null));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("3 vectors: 2 settled, 1 right, 1 wrong; 1 skipped", run.Out);
        Assert.Contains("found   [{\"_id\":1,\"r\":3}]", run.Out);
    }

    [Fact]
    public async Task Vectors_AllRight_IsDone()
    {
        var run = await RunAsync(Vector("a", 3));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Vectors_LineThatIsNone_IsNamed()
    {
        var run = await RunAsync(Vector("a", 3), "no vector");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("vectors.jsonl, line 2: The line is not a vector", run.Error);
    }

    [Fact]
    public async Task Vectors_NoSuchFile_IsToldInASentence()
    {
        var run = await CliRun.OfAsync("filter", "vectors", "nothing.jsonl", "--data", _folder.Path);

        Assert.Equal((3, "There is no file nothing.jsonl.\n"), (run.ExitCode, run.Error));
    }

    async Task<CliRun> RunAsync(params string[] lines)
    {
        var file = Path.Combine(_folder.Path, "vectors.jsonl");
        await File.WriteAllLinesAsync(file, lines);
        return await CliRun.OfAsync("filter", "vectors", file, "--data", _folder.Path);
    }

    static string Vector(string id, int? wanted)
    {
        var outcome = wanted is { } sum ? $$$"""{"ok": [{"_id": {"$numberInt": "1"}, "r": {"$numberInt": "{{{sum}}}"}}]}""" : "null";
        return $$$$"""{"id": "{{{{id}}}}", "kind": "hand", "doc": {"_id": {"$numberInt": "1"}}, "pipeline": "[{\"$project\": {\"r\": {\"$add\": [1, 2]}}}]", "ints": "int32", "documentdb": null, "agree": false, "expected": {{{{outcome}}}}}""";
    }
}
