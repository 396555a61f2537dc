using System.Text.Json;
using Boom.Tests.Support;
using SharpCompress.Compressors.ZStandard;
using Xunit;

namespace Boom.Tests.Core.Matching;

/// <summary>
/// One vector of the folder <c>vectors</c> beside the folder of real packets: a condition (null when the pipeline is more than one), a document
/// in Extended JSON, and whether MongoDB answers <c>match</c>, <c>none</c> or <c>error</c> (null when that is not settled).
/// </summary>
sealed record MatchVector(string Id, string? Condition, string Document, string? Wanted)
{
    public static IEnumerable<MatchVector> Read(string name)
    {
        var path = Path.Combine(Path.TrimEndingDirectorySeparator(TestData.Require()), "..", "vectors", name + ".jsonl.zst");
        Assert.SkipUnless(File.Exists(path), "The folder of vectors is not beside the folder of real packets.");
        return Lines(path).Select(Parse);
    }

    static IEnumerable<string> Lines(string path)
    {
        using var reader = new StreamReader(new DecompressionStream(File.OpenRead(path)));
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    static MatchVector Parse(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        using var pipeline = JsonDocument.Parse(root.GetProperty("pipeline").GetString()!);
        var stages = pipeline.RootElement;
        var alone = stages.GetArrayLength() == 1 && stages[0].TryGetProperty("$match", out _) && root.TryGetProperty("doc", out _);
        return new(
            root.GetProperty("id").GetString()!,
            alone ? stages[0].GetProperty("$match").GetRawText() : null,
            alone ? root.GetProperty("doc").GetRawText() : "",
            Outcome(root));
    }

    static string? Outcome(JsonElement vector)
    {
        var outcome = vector.GetProperty("expected");
        if (outcome.ValueKind == JsonValueKind.Null)
        {
            if (!vector.GetProperty("agree").GetBoolean())
                return null;
            outcome = vector.GetProperty("documentdb");
        }

        return !outcome.TryGetProperty("ok", out var documents) ? "error" : documents.GetArrayLength() > 0 ? "match" : "none";
    }
}
