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

    /// <summary>Alerts of exposures that began on a date, UTC.</summary>
    public static AlertSpan OfDate(ISurvey survey, DateOnly date)
    {
        var fromJd = date.DayNumber + DayNumberJd;
        var (first, last) = survey.CandidsOf(fromJd, fromJd + 1);
        return new AlertSpan(fromJd, fromJd + 1, first, last);
    }

    /// <summary>Whether it takes alerts of all times.</summary>
    public bool IsAll => double.IsNegativeInfinity(FromJd) && double.IsPositiveInfinity(ToJd);
}
