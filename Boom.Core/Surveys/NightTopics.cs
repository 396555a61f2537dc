using System.Globalization;
using System.Text.RegularExpressions;

namespace Boom.Core.Surveys;

/// <summary>Names of the topics in which a survey publishes.</summary>
public static class NightTopics
{
    /// <summary>Programmes of ZTF by name: the number that ends a topic's name.</summary>
    static readonly Dictionary<string, int> ProgramIds = new(StringComparer.OrdinalIgnoreCase) { ["public"] = 1, ["partnership"] = 2, ["caltech"] = 3 };

    /// <summary>Names of the programmes.</summary>
    public static IReadOnlyCollection<string> Programs => ProgramIds.Keys;

    /// <summary>Whether the survey has a topic per night. The others have one for all nights.</summary>
    public static bool AreDated(Survey survey) => survey != Survey.Lsst;

    /// <summary>A regular expression, as librdkafka takes it, for the topics of all nights of the survey.</summary>
    public static string Pattern(Survey survey) => survey switch
    {
        Survey.Ztf => "^ztf_[0-9]+_programid[123]$",
        Survey.Lsst => "^lsst-alerts-v[0-9]+$",
        Survey.Decam => "^decam_[0-9]+_programid1$",
        Survey.Winter => "^winter_[0-9]+$",
        _ => throw new ArgumentOutOfRangeException(nameof(survey), survey, null),
    };

    /// <summary>The topic that packets of a night are played to: where the survey's public ones would be.</summary>
    /// <param name="survey">The survey.</param>
    /// <param name="night">Date of the night, UTC.</param>
    public static string PlayedTo(Survey survey, DateOnly night) => Of(survey, night, [], simulated: false)[0];

    /// <summary>Whether a topic is one of the survey's nights.</summary>
    public static bool Includes(Survey survey, string topic) => Regex.IsMatch(topic, Pattern(survey), RegexOptions.CultureInvariant);

    /// <summary>The topics of one night (date in UTC); of a survey that has one topic for all nights, that one.</summary>
    /// <param name="survey">The survey.</param>
    /// <param name="night">Date of the night, UTC.</param>
    /// <param name="programs">Of ZTF, the programmes: <c>public</c>, <c>partnership</c>, <c>caltech</c>. None means public.</param>
    /// <param name="simulated">Of LSST, the topic of simulated alerts.</param>
    public static IReadOnlyList<string> Of(Survey survey, DateOnly night, IReadOnlyList<string> programs, bool simulated)
    {
        var date = night.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        return survey switch
        {
            Survey.Ztf when programs.Count == 0 => [$"ztf_{date}_programid1"],
            Survey.Ztf => [.. programs.Select(program => $"ztf_{date}_programid{ProgramIds[program]}").Distinct().Order(StringComparer.Ordinal)],
            Survey.Lsst => [simulated ? "alerts-simulated" : "lsst-alerts-v11"],
            Survey.Decam => [$"decam_{date}_programid1"],
            Survey.Winter => [$"winter_{date}"],
            _ => throw new ArgumentOutOfRangeException(nameof(survey), survey, null),
        };
    }
}
