using Boom.Core.Surveys;

namespace Boom.Core.Store;

/// <summary>Which alerts a walk through the store takes. The candids narrow down where the store has to look; the times decide.</summary>
/// <param name="FromJd">First start of an exposure, Julian date UTC, days; inclusive.</param>
/// <param name="ToJd">End of these starts, Julian date UTC, days; exclusive.</param>
/// <param name="FirstCandid">Smallest candid that such an alert can have.</param>
/// <param name="LastCandid">Largest candid that such an alert can have.</param>
public readonly record struct AlertSpan(double FromJd, double ToJd, long FirstCandid, long LastCandid)
{
    const double DayNumberJd = 1721425.5;

    /// <summary>All alerts.</summary>
    public static AlertSpan All { get; } = new(double.NegativeInfinity, double.PositiveInfinity, long.MinValue, long.MaxValue);

    /// <summary>Alerts of a night: from noon at the survey's site on the day before to noon on this date, which is that of the morning.</summary>
    public static AlertSpan OfNight(ISurvey survey, DateOnly morning)
    {
        ArgumentNullException.ThrowIfNull(survey);
        var (fromJd, toJd) = (NoonBefore(survey, morning.DayNumber), NoonBefore(survey, morning.DayNumber + 1));
        var (first, last) = survey.CandidsOf(fromJd, toJd);
        return new AlertSpan(fromJd, toJd, first, last);
    }

    /// <summary>The night of an exposure, by the date of its morning; null when the time is no date.</summary>
    /// <param name="survey">Whose exposure.</param>
    /// <param name="jd">Its start, Julian date UTC, days.</param>
    public static DateOnly? NightOf(ISurvey survey, double jd)
    {
        ArgumentNullException.ThrowIfNull(survey);
        if (jd is not (> DayNumberJd + 1 and < 5373483))
            return null;
        var day = (int)(jd - NoonBefore(survey, 0));

        // The difference may be rounded down at noon; what OfNight says decides.
        return DateOnly.FromDayNumber(jd >= NoonBefore(survey, day + 1) ? day + 1 : day);
    }

    /// <summary>Whether it takes alerts of all times.</summary>
    public bool IsAll => double.IsNegativeInfinity(FromJd) && double.IsPositiveInfinity(ToJd);

    // Noon at the site is 12 h less the offset after midnight UTC, here of the day before.
    static double NoonBefore(ISurvey survey, int dayNumber) => dayNumber + DayNumberJd - 1 + ((12 - survey.UtcOffset.TotalHours) / 24);
}
