using System.Globalization;
using Boom.Core.Catalogs;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Surveys;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Configuration;

namespace Boom.AlertWorker.Catalogs;

/// <summary>
/// With which catalogues new objects are matched, section <c>CrossMatch</c>: by survey a list of rules with the reference's keys, such as
/// <c>CrossMatch:ztf:0:catalog</c>. A survey that is not there has its defaults; <c>none</c> in place of a list is no catalogue at all.
/// </summary>
public sealed class CrossMatchSettings
{
    /// <summary>Configuration section.</summary>
    public const string Section = "CrossMatch";

    const string NoCatalog = "none";
    const double MaxRadiusArcsec = 3600;

    static readonly string[] Keys = ["catalog", "radius", "projection", "use_distance", "distance_key", "distance_max", "distance_max_near", "max_results"];

    readonly Dictionary<Survey, IReadOnlyList<CrossMatchRule>> _rules = [];

    CrossMatchSettings()
    {
    }

    /// <summary>Reads the section.</summary>
    /// <exception cref="ConfigurationFaultException">All that is wrong with it.</exception>
    public static CrossMatchSettings Read(IConfiguration configuration)
    {
        var (settings, problems) = Parse(configuration);
        ConfigurationFaultException.ThrowIfAny(problems);
        return settings;
    }

    /// <summary>What is wrong with the section, a sentence each.</summary>
    public static IReadOnlyList<string> FindProblems(IConfiguration configuration) => Parse(configuration).Problems;

    /// <summary>The rules of a survey, in order.</summary>
    public IReadOnlyList<CrossMatchRule> RulesOf(ISurvey survey) => _rules.TryGetValue(survey.Key, out var rules) ? rules : survey.CrossMatches;

    /// <summary>Whether the configuration names the catalogues of a survey: one that is not there is a lack then.</summary>
    public bool Names(Survey survey) => _rules.ContainsKey(survey);

    static (CrossMatchSettings Settings, IReadOnlyList<string> Problems) Parse(IConfiguration configuration)
    {
        var (settings, problems) = (new CrossMatchSettings(), new List<string>());
        foreach (var child in configuration.GetSection(Section).GetChildren())
        {
            if (!SurveyNames.TryParse(child.Key, out var survey))
                problems.Add($"{Section}:{child.Key} is no survey: give {string.Join(", ", Enum.GetValues<Survey>().Select(known => known.ToLowerName()))}.");
            else if (string.Equals(child.Value, NoCatalog, StringComparison.OrdinalIgnoreCase))
                settings._rules[survey] = [];
            else if (child.Value is { Length: > 0 } value)
                problems.Add($"{child.Path} is {value}: give a list, such as {child.Path}:0:catalog, or {NoCatalog}.");
            else
                settings._rules[survey] = [.. Ordered(child).Select(entry => new Entry(entry, problems).ToRule()).OfType<CrossMatchRule>()];
        }

        foreach (var (survey, rules) in settings._rules)
        {
            foreach (var twice in rules.GroupBy(rule => rule.Catalog).Where(group => group.Count() > 1))
                problems.Add($"{Section}:{survey.ToLowerName()} names {twice.Key} more than once: name each catalogue once.");
        }

        return (settings, problems);
    }

    static IEnumerable<IConfigurationSection> Ordered(IConfigurationSection list) =>
        list.GetChildren().OrderBy(entry => int.TryParse(entry.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : int.MaxValue);

    /// <summary>One rule as it is written.</summary>
    sealed class Entry(IConfigurationSection section, List<string> problems)
    {
        readonly int _before = problems.Count;

        public CrossMatchRule? ToRule()
        {
            foreach (var key in section.GetChildren().Select(child => child.Key).Where(key => !Keys.Contains(key, StringComparer.OrdinalIgnoreCase)))
                problems.Add($"{section.Path}:{key} is not an option; the options are {string.Join(", ", Keys)}.");
            var catalog = section["catalog"] ?? "";
            if (catalog.Length == 0)
                Refuse("catalog", "is missing", "the name of a catalogue, such as NED");
            else if (catalog.StartsWith(WatchlistMatcher.Prefix, StringComparison.Ordinal))
                Refuse("catalog", $"is {catalog}, a watch list, which needs no rule", "the name of a catalogue, or take the rule away");
            else if (!SkyTableDescription.IsValidName(catalog))
                Refuse("catalog", $"is {catalog}", "letters, digits, '_' and '-'");
            var radius = Number("radius", isNeeded: true, MaxRadiusArcsec);
            var usesDistance = Flag("use_distance");
            var distance = usesDistance ? ReadDistance() : null;
            var most = ReadMaxResults(usesDistance);
            var projection = ReadProjection();
            return problems.Count == _before ? new CrossMatchRule(catalog, radius, projection, distance, most) : null;
        }

        DistanceRule? ReadDistance()
        {
            var key = section["distance_key"] ?? "";
            if (key.Length == 0)
                Refuse("distance_key", "is missing, and use_distance is true", "the column with the redshift");
            var max = Number("distance_max", isNeeded: true, MaxRadiusArcsec);
            var near = Number("distance_max_near", isNeeded: true, MaxRadiusArcsec);
            return new DistanceRule(key, max, near);
        }

        int? ReadMaxResults(bool usesDistance)
        {
            if (section["max_results"] is not { Length: > 0 } text)
                return null;
            if (usesDistance)
                Refuse("max_results", $"is {text}, and use_distance is true", "one of the two");
            if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var most) && most > 0)
                return most;
            Refuse("max_results", $"is {text}", "a whole number from 1 on");
            return null;
        }

        // The reference writes a map from field to 1; a list of names is understood as well.
        List<string> ReadProjection()
        {
            var names = new List<string>();
            if (section["projection"] is { Length: > 0 } text)
                Refuse("projection", $"is {text}", $"each column by its name, such as {section.Path}:projection:{text} with the value 1");
            foreach (var child in section.GetSection("projection").GetChildren())
            {
                if (int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                    names.Add(child.Value ?? "");
                else if (child.Value is "1")
                    names.Add(child.Key);
                else if (child.Value is not "0")
                    Refuse($"projection:{child.Key}", $"is {child.Value}", "1 to keep the column, 0 to leave it");
            }

            return names;
        }

        bool Flag(string key)
        {
            if (section[key] is not { Length: > 0 } text)
                return false;
            if (bool.TryParse(text, out var value))
                return value;
            Refuse(key, $"is {text}", "true or false");
            return false;
        }

        double Number(string key, bool isNeeded, double most)
        {
            var text = section[key];
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0 && value <= most)
                return value;
            if (isNeeded || text is not null)
                Refuse(key, text is null ? "is missing" : $"is {text}", string.Create(CultureInfo.InvariantCulture, $"arcsec greater than 0, at most {most}"));
            return 0;
        }

        void Refuse(string key, string state, string remedy) => problems.Add($"{section.Path}:{key} {state}: give {remedy}.");
    }
}
