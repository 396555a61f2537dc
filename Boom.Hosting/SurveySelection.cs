using Boom.Core.Surveys;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Configuration;

namespace Boom.Hosting;

/// <summary>Which surveys a program works for: key <c>Surveys</c>, names separated by commas, default the first of <see cref="SurveyCatalog"/>.</summary>
public static class SurveySelection
{
    /// <summary>Configuration key.</summary>
    public const string Key = "Surveys";

    /// <summary>Reads the selection.</summary>
    /// <exception cref="ConfigurationFaultException">A name is not that of a survey this build knows.</exception>
    public static IReadOnlyList<Survey> Read(IConfiguration configuration)
    {
        var first = SurveyCatalog.Default.Supported[0].ToLowerName();
        var text = configuration[Key] is { Length: > 0 } given ? given : first;
        var surveys = new List<Survey>();
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!SurveyNames.TryParseSupported(name, out var survey, out var problem))
                throw new ConfigurationFaultException($"{Key} is {text}: {problem}");
            if (!surveys.Contains(survey))
                surveys.Add(survey);
        }

        return surveys.Count > 0 ? surveys : throw new ConfigurationFaultException($"{Key} names no survey; give e.g. {first}.");
    }
}
