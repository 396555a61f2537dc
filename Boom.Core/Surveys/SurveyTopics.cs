using System.Globalization;
using System.Text.RegularExpressions;

namespace Boom.Core.Surveys;

/// <summary>Names of the topics in which a survey publishes.</summary>
public sealed class SurveyTopics
{
    /// <summary>A regular expression, as librdkafka takes it, for the topics of all nights.</summary>
    public required string Pattern { get; init; }

    /// <summary>The name of a topic: <c>{0}</c> is the night, <c>{1}</c> the number of the programme. Without a night it is one topic for all nights.</summary>
    public required string Format { get; init; }

    /// <summary>The topic of simulated alerts; null when there is none.</summary>
    public string? Simulated { get; init; }

    /// <summary>Programmes by name: the number that a topic's name has. The first is the public one; empty when there are none.</summary>
    public IReadOnlyList<(string Name, int Number)> Programs { get; init; } = [];

    /// <summary>Whether a topic has the date of the evening before, so that the topic of today does not exist yet.</summary>
    public bool AreNamedAfterTheEveningBefore { get; init; }

    /// <summary>Whether there is a topic per night.</summary>
    public bool AreDated => Format.Contains("{0}", StringComparison.Ordinal);

    /// <summary>Whether a topic is one of the survey's nights, real or simulated.</summary>
    public bool Includes(string topic) => topic == Simulated || Regex.IsMatch(topic, Pattern, RegexOptions.CultureInvariant);

    /// <summary>The topic that a simulated night is played to.</summary>
    /// <param name="night">Date of the night, UTC.</param>
    public string SimulatedIn(DateOnly night) => Simulated ?? PlayedTo(night);

    /// <summary>The topic that packets of a night are played to: where the survey's public ones would be.</summary>
    /// <param name="night">Date of the night, UTC.</param>
    public string PlayedTo(DateOnly night) => Name(night, Programs.Count > 0 ? Programs[0].Number : 0);

    /// <summary>The topics of one night (date in UTC); of a survey that has one topic for all nights, that one.</summary>
    /// <param name="night">Date of the night, UTC.</param>
    /// <param name="programs">Names of programmes, in any case. None means the public one, as do those of other surveys.</param>
    /// <param name="simulated">The topic of simulated alerts, if there is one.</param>
    public IReadOnlyList<string> Of(DateOnly night, IReadOnlyList<string> programs, bool simulated)
    {
        if (simulated && Simulated is not null)
            return [Simulated];
        var asked = Programs.Where(program => programs.Contains(program.Name, StringComparer.OrdinalIgnoreCase))
            .Select(program => Name(night, program.Number)).Distinct().Order(StringComparer.Ordinal).ToArray();
        return asked.Length > 0 ? asked : [PlayedTo(night)];
    }

    string Name(DateOnly night, int program) =>
        string.Format(CultureInfo.InvariantCulture, Format, night.ToString("yyyyMMdd", CultureInfo.InvariantCulture), program);
}
