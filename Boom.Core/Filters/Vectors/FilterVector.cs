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
            var documents = root.TryGetProperty("doc", out var one) ? [Bson(one)] : AllOf(root.GetProperty("docs"));
            return new(
                root.GetProperty("id").GetString()!, root.GetProperty("pipeline").GetString()!, root.GetProperty("ints").GetString() == "int32", documents, Wanted(root));
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"The line is not a vector: {fault.Message}", fault);
        }
    }

    static VectorOutcome? Wanted(JsonElement root)
    {
        var outcome = root.GetProperty("expected");
        if (outcome.ValueKind == JsonValueKind.Null)
        {
            if (!root.GetProperty("agree").GetBoolean())
                return null;
            outcome = root.GetProperty("documentdb");
        }

        return outcome.TryGetProperty("ok", out var documents) ? new(AllOf(documents)) : new(null);
    }

    static byte[][] AllOf(JsonElement array) => [.. array.EnumerateArray().Select(Bson)];

    static byte[] Bson(JsonElement document) => PipelineJson.Document(document.GetRawText(), new(Int32WhereFits: true, Extended: true));
}

/// <summary>The answer to a pipeline.</summary>
/// <param name="Documents">The documents that come out, BSON; null for an error.</param>
public sealed record VectorOutcome(IReadOnlyList<byte[]>? Documents);
