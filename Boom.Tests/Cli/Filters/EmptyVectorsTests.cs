using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Cli.Filters;

/// <summary>Where nothing was compared nothing is right.</summary>
public sealed class EmptyVectorsTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "has no vector: nothing was compared")]
    [InlineData("\n \n", "has no vector: nothing was compared")]
    [InlineData("""{"id": "a", "kind": "hand", "doc": {}, "pipeline": "[]", "ints": "int32", "documentdb": null, "agree": false, "expected": null}""", "No answer of the 1 vectors in")]
    public async Task Vectors_NothingToCompare_IsWrongUsage(string text, string message)
    {
        var file = Path.Combine(_folder.Path, "vectors.jsonl");
        await File.WriteAllTextAsync(file, text);

        var run = await CliRun.OfAsync("filter", "vectors", file, "--data", _folder.Path);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error);
    }
}
