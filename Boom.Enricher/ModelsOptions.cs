using System.ComponentModel.DataAnnotations;
using Boom.Core.Matching;
using Boom.Core.Surveys;
using Boom.Inference;

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
    /// By key of a network, the alerts that it is run on: <c>always</c>, which is the default, <c>never</c>, or a match document. A condition may ask for
    /// <c>classifications.KEY</c> of a network that runs before.
    /// </summary>
    public Dictionary<string, string> Policies { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How light-curve numbers of networks are made: as when they were trained, which is the default, or as the reference broker does.</summary>
    public FeatureRecipe Recipe { get; set; } = FeatureRecipe.Training;

    /// <summary>The keys, in order.</summary>
    public IReadOnlyList<string> Keys => Networks.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The policy of a network.</summary>
    /// <exception cref="MatchException">Its text is no policy.</exception>
    public NetworkPolicy PolicyOf(string key) => Policies.TryGetValue(key, out var text) ? NetworkPolicy.Parse(text) : NetworkPolicy.Always;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var keys = Keys;
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

    // A network runs once the scores that its policy asks for are there: so no circle either.
    static string? FindProblem(IReadOnlyList<string> keys, string key, string text)
    {
        try
        {
            var earlier = keys.TakeWhile(other => other != key).ToList();
            return NetworkPolicy.Parse(text).Scores.FirstOrDefault(score => keys.Contains(score) && !earlier.Contains(score)) is { } later
                ? $"it asks for the score of {later}, which does not run before {key}: name {later} first in {Section}:{nameof(Networks)}."
                : null;
        }
        catch (MatchException fault)
        {
            return fault.Message;
        }
    }
}
