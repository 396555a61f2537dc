namespace Boom.Core.Alerts;

/// <summary>Julian dates, UTC, in days.</summary>
public static class JulianDate
{
    const double UnixEpoch = 2440587.5;
    const double SecondsPerDay = 86400;

    // 1900 and 2200: wide enough for any plate, narrow enough to catch an MJD or a time in seconds.
    const double Minimum = 2415020.5;
    const double Maximum = 2524593.5;

    /// <summary>Whether a number can be the time of an observation: a Julian date between 1900 and 2200.</summary>
    public static bool IsPlausible(double jd) => jd is >= Minimum and <= Maximum;

    /// <summary>The Julian date of an instant, to the whole second, as <c>created_at</c> and <c>updated_at</c> are stored.</summary>
    public static double FromTime(DateTimeOffset time) => UnixEpoch + (time.ToUnixTimeSeconds() / SecondsPerDay);
}
