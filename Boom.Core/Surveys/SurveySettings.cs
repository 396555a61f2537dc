namespace Boom.Core.Surveys;

/// <summary>What the configuration says of the surveys' data: by survey and key, as <see cref="ISurvey.Settings"/> name them.</summary>
/// <param name="values">Those that differ from the default.</param>
public sealed class SurveySettings(IReadOnlyDictionary<(Survey Survey, string Name), string> values)
{
    /// <summary>Configuration section.</summary>
    public const string Section = "SurveyData";

    /// <summary>Everything as it is by default.</summary>
    public static SurveySettings Default { get; } = new(new Dictionary<(Survey, string), string>());

    /// <summary>
    /// Reads what stands in the configuration.
    /// </summary>
    /// <param name="entries">Name of a survey, key and value of each entry.</param>
    /// <param name="surveys">The surveys there are.</param>
    /// <param name="problems">What is wrong with entries, a sentence each; these are left out.</param>
    public static SurveySettings Read(IEnumerable<(string Survey, string Name, string Value)> entries, SurveyCatalog surveys, out IReadOnlyList<string> problems)
    {
        var values = new Dictionary<(Survey, string), string>();
        var found = new List<string>();
        foreach (var (name, key, value) in entries)
        {
            if (!SurveyNames.TryParse(name, out var survey) || !surveys.Supported.Contains(survey))
                found.Add($"{Section}:{name}: there is no survey of this name. There are: {string.Join(", ", surveys.Supported.Select(SurveyNames.ToLowerName))}.");
            else if (surveys[survey].Settings.FirstOrDefault(setting => setting.Name.Equals(key, StringComparison.OrdinalIgnoreCase)) is not { } setting)
                found.Add($"{Section}:{name}:{key}: {Known(surveys[survey])}");
            else if (!setting.Values.Contains(value))
                found.Add($"{Section}:{name}:{key} is '{value}': give one of {string.Join(", ", setting.Values)}.");
            else
                values[(survey, setting.Name)] = value;
        }

        problems = found;
        return new SurveySettings(values);
    }

    /// <summary>The value of a setting.</summary>
    public string this[Survey survey, SurveySetting setting] => values.TryGetValue((survey, setting.Name), out var value) ? value : setting.Values[0];

    static string Known(ISurvey survey) => survey.Settings.Count == 0
        ? $"{survey.Key.ToUpperName()} has no settings of its data."
        : $"{survey.Key.ToUpperName()} has no setting of this name. There are: {string.Join(", ", survey.Settings.Select(setting => setting.Name))}.";
}
