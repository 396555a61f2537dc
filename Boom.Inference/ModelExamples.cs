using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Boom.Inference;

/// <summary>
/// Golden examples of a network, <c>NAME.examples.json</c> beside its manifest: inputs of which the score is known. An input is a list of numbers, or
/// their bytes as float32, little-endian, in base64.
/// </summary>
/// <param name="Examples">The examples.</param>
public sealed record ModelExamples(ImmutableArray<ModelExample> Examples)
{
    /// <summary>The greatest deviation of a score that is let pass.</summary>
    public const double Tolerance = 1e-6;

    /// <summary>Name of the file of a network's examples.</summary>
    public static string FileOf(ModelManifest manifest) => $"{manifest.Key}.examples.json";

    /// <summary>Whether there are examples: in this file, or with Boom.</summary>
    public static bool Exist(string path, ModelManifest manifest)
    {
        using var shipped = ShippedNetworks.OpenExamples(manifest);
        return File.Exists(path) || shipped is not null;
    }

    /// <summary>Reads a file of examples, or those that come with Boom.</summary>
    /// <exception cref="ModelException">It is none, or does not fit the network.</exception>
    public static ModelExamples Read(string path, ModelManifest manifest)
    {
        try
        {
            using var stream = !File.Exists(path) && ShippedNetworks.OpenExamples(manifest) is { } shipped ? shipped : File.OpenRead(path);
            var examples = JsonSerializer.Deserialize(stream, ModelExamplesJson.Default.ModelExamples) ?? throw new ModelException($"{path} is empty.");
            if (examples.Examples.IsDefaultOrEmpty)
                throw new ModelException($"{path} holds no example.");
            for (var i = 0; i < examples.Examples.Length; i++)
            {
                if (examples.Examples[i].FindProblem(manifest) is { } problem)
                    throw new ModelException($"{path}: example {i + 1}: {problem}");
            }

            return examples;
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"{path} cannot be read: {fault.Message}", fault);
        }
    }
}

/// <summary>One example.</summary>
/// <param name="Inputs">By the name of the tensor.</param>
/// <param name="Score">What the network gives.</param>
public sealed record ModelExample(ImmutableSortedDictionary<string, JsonElement> Inputs, double Score)
{
    /// <summary>The numbers of an input.</summary>
    internal float[] Values(string tensor) => Inputs[tensor] is { ValueKind: JsonValueKind.String } text
        ? MemoryMarshal.Cast<byte, float>(text.GetBytesFromBase64()).ToArray()
        : [.. Numbers(Inputs[tensor])];

    // Lists in lists too, as arrays are written by NumPy.
    static IEnumerable<float> Numbers(JsonElement list) =>
        list.EnumerateArray().SelectMany(item => item.ValueKind == JsonValueKind.Array ? Numbers(item) : [item.GetSingle()]);

    internal string? FindProblem(ModelManifest manifest)
    {
        if (Inputs is null)
            return "it has no inputs.";
        foreach (var (tensor, input) in manifest.Inputs)
        {
            if (!Inputs.ContainsKey(tensor))
                return $"it has no input '{tensor}'.";
            try
            {
                if (Values(tensor).Length is var length && length != input.Length)
                    return $"input '{tensor}' has {length} numbers; the network takes {input.Length}.";
            }
            catch (Exception fault) when (fault is FormatException or InvalidOperationException)
            {
                return $"input '{tensor}' is neither a list of numbers nor float32 in base64.";
            }
        }

        return null;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModelExamples))]
sealed partial class ModelExamplesJson : JsonSerializerContext;
