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

    [Theory]
    [InlineData("{}", "line 1: The line is not a vector: it has no \"docs\".")]
    [InlineData("3", "line 1: The line is not a vector: it is not a JSON object.")]
    [InlineData("{\"doc\": {}, \"pipeline\": []}", "line 1: The line is not a vector: it has no \"id\".")]
    [InlineData("{\"doc\": {}, \"id\": \"a\", \"pipeline\": []}", "line 1: The line is not a vector: its \"pipeline\" is not a text.")]
    [InlineData("{\"doc\": 3}", "line 1: The line is not a vector: its \"doc\" has what is no object.")]
    [InlineData("{'doc': 3}", "line 1: The line is not a vector: it is not JSON at line 1, byte 2: names and texts stand in double quotes, not in single ones.")]
    [InlineData("{\"doc\":", "where it ends")]
    public async Task Vectors_LineThatLacksSomething_IsToldWhat(string line, string message)
    {
        var run = await RunAsync(line);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error);
    }

    [Fact]
    public async Task Vectors_Folder_RunsItsFiles()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "a.jsonl"), Vector("a", 3));
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "README.md"), "no vectors");
        await File.WriteAllBytesAsync(Path.Combine(_folder.Path, "b.jsonl.zst"), Packed(Vector("b", 4)));

        var run = await CliRun.OfAsync("filter", "vectors", _folder.Path, "--data", _folder.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("2 vectors: 2 settled, 1 right, 1 wrong", run.Out);
    }

    [Fact]
    public async Task Vectors_FolderWithoutAny_IsToldInASentence()
    {
        var run = await CliRun.OfAsync("filter", "vectors", _folder.Path, "--data", _folder.Path);

        Assert.Equal((3, $"The folder {_folder.Path} has no file that ends with .jsonl or .zst.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Vectors_PackedFilesThatAreDamaged_AreNamed()
    {
        string cut = Path.Combine(_folder.Path, "cut.zst"), plain = Path.Combine(_folder.Path, "plain.zst");
        await File.WriteAllBytesAsync(cut, Packed(string.Join('\n', Enumerable.Range(0, 2000).Select(i => Vector($"{i}", 3))))[..^40]);
        await File.WriteAllTextAsync(plain, Vector("a", 3));

        var ofCut = await CliRun.OfAsync("filter", "vectors", cut, "--data", _folder.Path);
        var ofPlain = await CliRun.OfAsync("filter", "vectors", plain, "--data", _folder.Path);

        Assert.Matches($"^{cut} ends too early, behind line \\d+: it is cut off.\n$", ofCut.Error);
        Assert.Equal((2, $"{plain} is not in zstd, as its name says.\n"), (ofPlain.ExitCode, ofPlain.Error));
    }

    static byte[] Packed(string text)
    {
        using var compressor = new ZstdSharp.Compressor();
        return compressor.Wrap(System.Text.Encoding.UTF8.GetBytes(text)).ToArray();
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
