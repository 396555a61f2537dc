using System.Globalization;
using Boom.Core.Surveys;
using Microsoft.Extensions.Configuration;

namespace Boom.Hosting.Retention;

/// <summary>How long things are kept; null for ever.</summary>
/// <param name="Cutouts">Cutouts, from when their alert was stored.</param>
/// <param name="Alerts">Alerts and their cutouts, from when they were stored.</param>
/// <param name="DeadLetters">Dead letters, from when they were given up.</param>
/// <param name="FilterCosts">What filters have cost in a night, from when it was counted last.</param>
public readonly record struct RetentionTimes(TimeSpan? Cutouts, TimeSpan? Alerts, TimeSpan? DeadLetters, TimeSpan? FilterCosts = null)
{
    /// <summary>Whether something is not kept for ever.</summary>
    public bool HasAny => this != default;

    /// <summary>How long cutouts are kept, which is no longer than their alerts are.</summary>
    public TimeSpan? CutoutsOrAlerts => Cutouts < Alerts || Alerts is null ? Cutouts : Alerts;
}

/// <summary>Section <c>Retention</c>: how long things are kept, of all surveys and of single ones.</summary>
public sealed class RetentionOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Retention";

    /// <summary>Shorter ones would be told by clocks that differ, and take what is still looked at.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromHours(1);

    /// <summary>
    /// What filters cost is looked at for some nights, and compared with the same season of the year before; each version of a filter, night and program that
    /// has run leaves a count.
    /// </summary>
    public static readonly TimeSpan DefaultFilterCosts = TimeSpan.FromDays(400);

    const string Example = "30.00:00:00 for 30 days";

    static readonly string[] Keys = [nameof(RetentionTimes.Cutouts), nameof(RetentionTimes.Alerts), nameof(RetentionTimes.DeadLetters), nameof(RetentionTimes.FilterCosts)];

    readonly RetentionTimes[] _times = new RetentionTimes[Enum.GetValues<Survey>().Length];

    /// <summary>Whether anything of any survey is not kept for ever.</summary>
    public bool HasAny => Array.Exists(_times, times => times.HasAny);

    /// <summary>How long things of a survey are kept.</summary>
    public RetentionTimes this[Survey survey] => _times[(int)survey];

    /// <summary>
    /// Reads the section: <c>Retention:Cutouts</c>, <c>Retention:Alerts</c>, <c>Retention:DeadLetters</c> and <c>Retention:FilterCosts</c>, and the same under the name of a
    /// survey; an empty value says for ever.
    /// </summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="problems">Takes what is wrong, a sentence each.</param>
    public static RetentionOptions Read(IConfiguration configuration, ICollection<string> problems)
    {
        var section = configuration.GetSection(Section);
        var options = new RetentionOptions();
        var general = ReadTimes(section, new(null, null, null, DefaultFilterCosts), problems, isGeneral: true);
        Array.Fill(options._times, general);
        foreach (var child in section.GetChildren())
        {
            if (SurveyNames.TryParse(child.Key, out var survey))
                options._times[(int)survey] = ReadTimes(child, general, problems, isGeneral: false);
        }

        return options;
    }

    static RetentionTimes ReadTimes(IConfigurationSection section, RetentionTimes otherwise, ICollection<string> problems, bool isGeneral)
    {
        TimeSpan?[] times = [otherwise.Cutouts, otherwise.Alerts, otherwise.DeadLetters, otherwise.FilterCosts];
        foreach (var child in section.GetChildren())
        {
            var index = Array.FindIndex(Keys, key => key.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (index >= 0)
                times[index] = ReadTime(child, times[index], problems);
            else if (!isGeneral || !SurveyNames.TryParse(child.Key, out _))
                problems.Add($"{child.Path} is not an option; the options are {string.Join(", ", Keys)}{(isGeneral ? ", and the name of a survey with these under it" : "")}.");
        }

        return new(times[0], times[1], times[2], times[3]);
    }

    static TimeSpan? ReadTime(IConfigurationSection key, TimeSpan? otherwise, ICollection<string> problems)
    {
        if (string.IsNullOrWhiteSpace(key.Value) && !key.GetChildren().Any())
            return null;
        if (TimeSpan.TryParse(key.Value, CultureInfo.InvariantCulture, out var time) && time >= Shortest)
            return time;
        problems.Add($"{key.Path} is {key.Value}; give a time of an hour or more, such as {Example}, or nothing to keep them for ever.");
        return otherwise;
    }
}
