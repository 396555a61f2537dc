using System.Globalization;
using System.Text.RegularExpressions;
using Boom.Core.Surveys;

namespace Boom.Consumer;

/// <summary>Which topics the options ask for at a time. Pure.</summary>
sealed class TopicPlan(ConsumerOptions options)
{
    public const string NightFormat = "yyyyMMdd";

    readonly SurveyTopics _topics = options.Surveys.Topics(options.Survey);

    public bool FollowsTheClock => options is { Topics.Count: 0, AllNights: false, Night.Length: 0 } && _topics.AreDated;

    /// <summary>Whether a topic is one of those that are read at a time.</summary>
    public bool Reads(string topic, DateTimeOffset now) => TopicsAt(now).Any(
        wanted => wanted == topic || (wanted.StartsWith('^') && Regex.IsMatch(topic, wanted, RegexOptions.CultureInvariant)));

    /// <summary>
    /// The topics, oldest night first: those named, or those of all nights (a pattern, and the topic of simulated alerts where it is asked for), or those of the window that ends with the pinned night, or
    /// else with the date of <paramref name="now"/>, UTC.
    /// </summary>
    public IReadOnlyList<string> TopicsAt(DateTimeOffset now)
    {
        if (options.Topics.Count > 0)
            return [.. options.Topics];
        if (options.AllNights)
            return options.Simulated && _topics.Simulated is { } simulated ? [_topics.Pattern, simulated] : [_topics.Pattern];
        var last = options.Night.Length > 0 ? DateOnly.ParseExact(options.Night, NightFormat, CultureInfo.InvariantCulture) : DateOnly.FromDateTime(now.UtcDateTime);
        var days = Enumerable.Range(-options.WindowDays, options.WindowDays + 1);
        return [.. days.SelectMany(day => _topics.Of(last.AddDays(day), [.. options.Programs], options.Simulated)).Distinct()];
    }
}
