using Boom.Core.Surveys;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Configuration;

namespace Boom.Hosting;

/// <summary>What the configuration says of the surveys' data, section <c>SurveyData</c>: a section per survey, with the settings that the survey has.</summary>
public static class SurveyDataSettings
{
    /// <summary>Reads the section.</summary>
    /// <exception cref="ConfigurationFaultException">A survey or key is unknown or a value wrong: all of these are named.</exception>
    public static SurveySettings Read(IConfiguration configuration)
    {
        var entries = configuration.GetSection(SurveySettings.Section).GetChildren().SelectMany(Entries);
        var settings = SurveySettings.Read(entries, SurveyCatalog.Default, out var problems);
        ConfigurationFaultException.ThrowIfAny(problems);
        return settings;
    }

    static IEnumerable<(string Survey, string Name, string Value)> Entries(IConfigurationSection survey) =>
        survey.GetChildren().Any()
            ? survey.GetChildren().Select(setting => (survey.Key, setting.Key, setting.Value ?? ""))
            : [(survey.Key, "", survey.Value ?? "")];
}
