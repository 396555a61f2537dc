using System.Text.Json;

namespace Boom.Core.Filters.Vectors;

/// <summary>A pipeline with the documents it is run on and the answer of MongoDB.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Pipeline">JSON text.</param>
/// <param name="Int32WhereFits">How integers of the pipeline are read.</param>
/// <param name="Documents">BSON documents.</param>
/// <param name="Outcome">What is wanted: null when it is not settled.</param>
public sealed record FilterVector(string Id, string Pipeline, bool Int32WhereFits, IReadOnlyList<byte[]> Documents, VectorOutcome? Outcome)
{
    /// <summary>Reads one line of a file of vectors.</summary>
    /// <exception cref="FormatException">The line is no vector.</exception>
    public static FilterVector Parse(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 512 });
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw Fault("it is not a JSON object");
            var documents = root.TryGetProperty("doc", out var one) ? [Bson(one, "doc")] : AllOf(Field(root, "docs", JsonValueKind.Array));
            return new(Text(root, "id"), Text(root, "pipeline"), Text(root, "ints") == "int32", documents, Wanted(root));
        }
        catch (JsonException fault)
        {
            throw Fault($"it {JsonFault.Describe(line, fault)}");
        }
    }

    static string Text(JsonElement root, string name) => Field(root, name, JsonValueKind.String).GetString()!;

    /// <summary>A field of a kind.</summary>
    static JsonElement Field(JsonElement json, string name, JsonValueKind kind)
    {
        if (!json.TryGetProperty(name, out var value))
            throw Fault($"it has no \"{name}\"");
        return value.ValueKind == kind ? value : throw Fault($"its \"{name}\" is not {(kind == JsonValueKind.Array ? "an array" : kind == JsonValueKind.Object ? "an object" : "a text")}");
    }

    static FormatException Fault(string what) => new($"The line is not a vector: {what}.");

    static VectorOutcome? Wanted(JsonElement root)
    {
        if (!root.TryGetProperty("expected", out var expected))
            throw Fault("it has no \"expected\"");
        if (expected.ValueKind == JsonValueKind.Null && !root.TryGetProperty("agree", out _))
            throw Fault("it has no \"agree\"");
        if (expected.ValueKind == JsonValueKind.Null && root.GetProperty("agree").ValueKind != JsonValueKind.True)
            return null;
        var outcome = Field(root, expected.ValueKind == JsonValueKind.Null ? "documentdb" : "expected", JsonValueKind.Object);
        return outcome.TryGetProperty("ok", out _) ? new(AllOf(Field(outcome, "ok", JsonValueKind.Array))) : new(null);
    }

    static byte[][] AllOf(JsonElement array) => [.. array.EnumerateArray().Select(document => Bson(document, "documents"))];

    static byte[] Bson(JsonElement document, string name) => document.ValueKind != JsonValueKind.Object ? throw Fault($"its \"{name}\" has what is no object") : PipelineJson.Document(document.GetRawText(), new(Int32WhereFits: true, Extended: true));
}

/// <summary>The answer to a pipeline.</summary>
/// <param name="Documents">The documents that come out, BSON; null for an error.</param>
public sealed record VectorOutcome(IReadOnlyList<byte[]>? Documents);
