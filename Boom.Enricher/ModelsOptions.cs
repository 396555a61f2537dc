using System.ComponentModel.DataAnnotations;
using Boom.Core.Surveys;
using Boom.Inference;
using Boom.Inference.Providers;

namespace Boom.Enricher;

/// <summary>Which networks score alerts, section <c>Models</c>: docs/models.md. None unless some are named.</summary>
public sealed class ModelsOptions : IValidatableObject
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Models";

    /// <summary>The model folder; default <c>models</c>.</summary>
    [Required]
    public string Folder { get; set; } = "models";

    /// <summary>Keys of the networks in the order in which they run, with commas between them, e.g. <c>acai_h, btsbot</c>; default none.</summary>
    public string Networks { get; set; } = "";

    /// <summary>
    /// By key of a network, the alerts that it is run on: <c>always</c>, <c>never</c>, <c>asked</c> (those that an active filter could let pass), or a match
    /// document; default what its manifest says. A condition may ask for <c>classifications.KEY</c> of a network that runs before.
    /// </summary>
    public Dictionary<string, string> Policies { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How light-curve numbers of networks are made: as when they were trained, which is the default, or as the reference broker does.</summary>
    public FeatureRecipe Recipe { get; set; } = FeatureRecipe.Training;

    /// <summary>Where networks run: on a GPU where this build and this machine have one, which is the default, <c>cpu</c>, or <c>cuda</c>.</summary>
    public ModelProvider Provider { get; set; } = ModelProvider.Auto;

    /// <summary>Numbers of the GPUs, with commas between them; default 0.</summary>
    public string Devices { get; set; } = "0";

    /// <summary>Alerts of a full batch on a GPU, 1 to 4,096; one that is not full runs after 50 ms. Default 256.</summary>
    [Range(1, 4096)]
    public int GpuBatch { get; set; } = 256;

    /// <summary>Where networks run.</summary>
    public ProviderChoice Choice => new(Provider, [.. Devices.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)], GpuBatch);

    /// <summary>The keys, in order.</summary>
    public IReadOnlyList<string> Keys => Networks.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The policy of a network, as text.</summary>
    public string PolicyOf(ModelManifest manifest) => Policies.GetValueOrDefault(manifest.Key, manifest.Policy);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var keys = Keys;
        if (Devices.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is var devices
            && (devices.Length == 0 || devices.Distinct().Count() < devices.Length || !devices.All(text => int.TryParse(text, out var number) && number >= 0)))
        {
            yield return new ValidationResult($"{Section}:{nameof(Devices)} is '{Devices}': give numbers of GPUs, each once, such as 0 or 0, 1.");
        }

        if (keys.Count > WantedNetworks.Most)
            yield return new ValidationResult($"{Section}:{nameof(Networks)} names {keys.Count} networks: name at most {WantedNetworks.Most}.");
        if (keys.FirstOrDefault(key => !key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')) is { } wrong)
            yield return new ValidationResult($"{Section}:{nameof(Networks)} has '{wrong}', which is no key of a network: separate the keys by commas.");
        foreach (var twice in keys.GroupBy(key => key).Where(group => group.Count() > 1))
            yield return new ValidationResult($"{Section}:{nameof(Networks)} names {twice.Key} more than once: name each network once.");
        foreach (var (key, text) in Policies)
        {
            if (!keys.Contains(key))
                yield return new ValidationResult($"{Section}:{nameof(Policies)}:{key} is of a network that {Section}:{nameof(Networks)} does not name: add it there, or take the policy away.");
            else if (FindProblem(keys, key, text) is { } problem)
                yield return new ValidationResult($"{Section}:{nameof(Policies)}:{key}: {problem}");
        }
    }

    /// <summary>What is wrong with the policy of a network; null for nothing. It runs once the scores that its policy asks for are there: so no circle either.</summary>
    internal static string? FindProblem(IReadOnlyList<string> keys, string key, string text)
    {
        if (NetworkPolicy.FindProblem(text) is { } problem)
            return problem;
        var earlier = keys.TakeWhile(other => other != key).ToList();
        return NetworkPolicy.Parse(text).Scores.FirstOrDefault(score => keys.Contains(score) && !earlier.Contains(score)) is { } later
            ? $"it asks for the score of {later}, which does not run before {key}: name {later} first in {Section}:{nameof(Networks)}."
            : null;
    }
}
