using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Boom.Core.Surveys;

namespace Boom.Inference;

/// <summary>What a network is, as <c>NAME.json</c> beside its file says: docs/models.md.</summary>
/// <param name="Key">Where its score is stored, <c>classifications.KEY</c>: letters, digits and underscores.</param>
/// <param name="Survey">The survey whose alerts it takes, in lower case.</param>
/// <param name="Version">Stored beside each score.</param>
/// <param name="File">Name of the <c>.onnx</c> file in the model folder.</param>
/// <param name="Inputs">For each input of the network, by the name of its tensor, what is put there.</param>
/// <param name="Output">Name of the tensor with the score: one number per alert.</param>
/// <param name="Description">What the score says, for people.</param>
/// <param name="Hashes">Files that are this network; any when there is none. Conversions of the same weights differ in their bytes.</param>
/// <param name="Addresses">Where the file can be had, http or https.</param>
/// <param name="Licence">Licence of the weights.</param>
/// <param name="Citation">What to cite.</param>
/// <param name="Finds">What a high score speaks for.</param>
/// <param name="Policy">Which alerts it is run on where the configuration does not say: <c>always</c>, <c>never</c>, <c>asked</c>, or a match document.</param>
public sealed record ModelManifest(
    string Key,
    string Survey,
    string Version,
    string File,
    ImmutableSortedDictionary<string, ModelInput> Inputs,
    string Output,
    string Description = "",
    ImmutableArray<ModelHash> Hashes = default,
    ImmutableArray<string> Addresses = default,
    string Licence = "",
    string Citation = "",
    [property: JsonConverter(typeof(PolicyText))] string Policy = NetworkPolicy.AlwaysText,
    NetworkFinds Finds = NetworkFinds.Other)
{
    /// <summary>Reads a manifest.</summary>
    /// <param name="json">Its text.</param>
    /// <param name="name">Of the file, for messages.</param>
    /// <exception cref="ModelException">It is not one; the message says where and what.</exception>
    public static ModelManifest Parse(ReadOnlySpan<byte> json, string name)
    {
        try
        {
            // As some editors begin their files.
            if (json.StartsWith("\uFEFF"u8))
                json = json[3..];
            var manifest = JsonSerializer.Deserialize(json, ModelJson.Default.ModelManifest) ?? throw new ModelException($"{name}: the manifest is empty.");
            return manifest.FindProblem() is { } problem ? throw new ModelException($"{name}: {problem}") : manifest;
        }
        catch (JsonException fault)
        {
            throw new ModelException($"{name}: the manifest cannot be read: {ManifestFaults.Tell(fault)}", fault);
        }
    }

    /// <summary>Whether a file of this hash is this network. A manifest without hashes takes any.</summary>
    /// <param name="sha256">In lower-case hexadecimal digits.</param>
    public bool Accepts(string sha256) => Hashes.IsDefaultOrEmpty || Hashes.Any(hash => hash.Sha256.Equals(sha256, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the score of another network is one of its inputs.</summary>
    /// <param name="key">Key of the other.</param>
    public bool Reads(string key) => Inputs.Values.Any(input => !input.Columns.IsDefaultOrEmpty && input.Columns.Contains($"classifications.{key}"));

    /// <summary>Makes sure that the survey derives what the columns ask it for.</summary>
    /// <exception cref="ModelException">It does not.</exception>
    public void RequireColumns()
    {
        SurveyNames.TryParse(Survey, out var survey);
        if (!SurveyCatalog.Default.Supported.Contains(survey))
            return;
        try
        {
            new InputRecorder(this, SurveyCatalog.Default[survey].CreateFeatures(FeatureRecipe.Training)).Dispose();
        }
        catch (ModelException fault)
        {
            throw new ModelException($"network {Key}: {fault.Message}", fault);
        }
    }

    string? FindProblem()
    {
        if (Key.Length == 0 || !Key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
            return $"key is '{Key}'; it has letters, digits and underscores.";
        if (File.Length == 0 || Path.GetFileName(File) != File)
            return $"file is '{File}'; give the name of a file beside the manifest, without a folder.";
        if (!SurveyNames.TryParse(Survey, out var survey) || survey.ToLowerName() != Survey)
            return $"survey is '{Survey}'; it is one of {string.Join(", ", Enum.GetValues<Core.Surveys.Survey>().Select(known => known.ToLowerName()))}.";
        if (Version.Length == 0)
            return "version is empty; it is stored beside each score.";
        if (Inputs.Count == 0)
            return "inputs is empty; name each input tensor of the network and what goes there.";
        if (NetworkPolicy.FindProblem(Policy) is { } policyProblem)
            return $"policy: {policyProblem}";
        foreach (var (tensor, input) in Inputs)
        {
            if (input.FindProblem() is { } problem)
                return $"inputs.{tensor}: {problem}";
        }

        return null;
    }
}

/// <summary>What a high score of a network speaks for; a list of likely transients goes by it.</summary>
public enum NetworkFinds
{
    /// <summary>Something else.</summary>
    Other,

    /// <summary>A change of the sky, whatever its kind, and no artefact.</summary>
    Real,

    /// <summary>A transient.</summary>
    Transient,
}

/// <summary>A file that is a network.</summary>
/// <param name="Sha256">64 hexadecimal digits.</param>
/// <param name="Origin">Where the file comes from.</param>
public sealed record ModelHash(string Sha256, string Origin);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, UseStringEnumConverter = true,
    RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ModelManifest))]
sealed partial class ModelJson : JsonSerializerContext;
