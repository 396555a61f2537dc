namespace Boom.Simulation.Exposures;

/// <summary>Dates of the survey.</summary>
static class SurveyClock
{
    /// <summary>Julian date of 2017-01-01, from which nights are counted.</summary>
    public const double FirstNightJd = 2457754.5;

    const double DayNumberJd = 1721425.5;

    /// <summary>Julian date of a date's midnight, UTC.</summary>
    public static double JdOf(DateOnly date) => date.DayNumber + DayNumberJd;

    /// <summary>The UTC date of a Julian date.</summary>
    public static DateOnly DateOf(double jd) => DateOnly.FromDayNumber((int)Math.Floor(jd - DayNumberJd));

    /// <summary>To 1e-7 d, as the survey writes them.</summary>
    public static double RoundJd(double jd) => Math.Round(jd * 1e7) / 1e7;
}
