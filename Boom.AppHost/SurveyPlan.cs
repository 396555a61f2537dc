using Boom.Core.Surveys;

namespace Boom.AppHost;

/// <summary>A survey, and how many programs of each stage work for it; 0 leaves a stage out.</summary>
sealed class SurveyPlan
{
    const int Most = 64;

    string _name = "";

    /// <summary>Name in small letters, e.g. <c>ztf</c>; it may be given in any spelling that the programs take. Required.</summary>
    public string Name
    {
        get => _name;
        set => _name = SurveyNames.TryParse(value, out var survey) ? survey.ToLowerName() : value;
    }

    /// <summary>Consumers, 0 to 64; default 1. More than the topic has partitions are idle.</summary>
    public int Consumers { get; set; } = 1;

    /// <summary>Alert workers, 0 to 64; default 1.</summary>
    public int AlertWorkers { get; set; } = 1;

    /// <summary>Enrichers, 0 to 64; default 1.</summary>
    public int Enrichers { get; set; } = 1;

    /// <summary>
    /// Filter workers, 0 to 64; default 0. With one the enrichers hand their alerts on (<c>Enricher:Forward</c>); <c>Streams:Public:Enabled</c> in
    /// <see cref="Settings"/> has it publish the public streams.
    /// </summary>
    public int FilterWorkers { get; set; }

    /// <summary>Options of the programs, e.g. <c>AlertWorker__BatchSize</c> or <c>Cutouts__Store</c>; nothing secret.</summary>
    public IDictionary<string, string> Settings { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether the settings name an option, e.g. <c>Models:Networks</c>.</summary>
    public bool Sets(string key) => Settings.Keys.Any(name => name.Replace("__", ":", StringComparison.Ordinal).Equals(key, StringComparison.OrdinalIgnoreCase));

    /// <summary>Settings of filter workers where there are none, which by default there are not: no fault, but nobody reads them. A sentence each.</summary>
    public IEnumerable<string> FindUnused(string key) => FilterWorkers > 0
        ? []
        : Settings.Keys.Where(IsOfFilterWorkers).Select(name => $"{key}:Settings:{name} is read by filter workers alone, and {Name} has none: set {key}:{nameof(FilterWorkers)}, e.g. to 1.");

    static bool IsOfFilterWorkers(string name) =>
        name.Replace("__", ":", StringComparison.Ordinal).Split(':')[0].ToUpperInvariant() is "FILTER" or "STREAMS";

    /// <summary>What is wrong, a sentence each.</summary>
    public IEnumerable<string> FindProblems(string key)
    {
        if (!SurveyNames.TryParse(Name, out _))
            yield return $"{key}:Name is '{Name}'; give a survey, e.g. {SurveyCatalog.Default.Supported[0].ToLowerName()}.";
        foreach (var (name, count) in new[]
        {
            (nameof(Consumers), Consumers), (nameof(AlertWorkers), AlertWorkers), (nameof(Enrichers), Enrichers), (nameof(FilterWorkers), FilterWorkers),
        })
        {
            if (count is < 0 or > Most)
                yield return $"{key}:{name} is {count}; give 0 to {Most}.";
        }
    }
}
