namespace Boom.Core.Alerts;

/// <summary>International Atomic Time (TAI), in which some surveys give their times.</summary>
public static class AtomicTime
{
    const double SecondsPerDay = 86400;
    const double JdOfMjd = 2400000.5;
    const double MjdOf1900 = 15020;
    const double MjdOf1970 = 40587;
    const double FirstSeconds = 1e8;
    const double MjdOfDayOne = -678575;
    const double NanosecondsPerDay = SecondsPerDay * 1e9;
    const long NanosecondsPerSecond = 1_000_000_000;
    const double SecondsPerCentury = 36525 * SecondsPerDay;
    const long NanosecondsPerCentury = 36525L * 86400 * NanosecondsPerSecond;

    // The Julian date of 1900-01-01T00:00 is 66 centuries and so many nanoseconds.
    const int CenturiesOf1900 = 66;
    const long NanosecondsOf1900 = 377_611_200 * NanosecondsPerSecond;

    // Where nanoseconds fit 64 bits: 1900 to 2160.
    const double FirstMjd = MjdOf1900 + 1;
    const double LastMjd = 110_000;

    /// <summary>The first moments of TAI - UTC, in seconds: IERS Bulletin C.</summary>
    static readonly (double FromMjdTai, int Seconds)[] _offsets =
    [
        .. new (int Year, int Month, int Seconds)[]
        {
            (1972, 1, 10), (1972, 7, 11), (1973, 1, 12), (1974, 1, 13), (1975, 1, 14), (1976, 1, 15), (1977, 1, 16), (1978, 1, 17), (1979, 1, 18),
            (1980, 1, 19), (1981, 7, 20), (1982, 7, 21), (1983, 7, 22), (1985, 7, 23), (1988, 1, 24), (1990, 1, 25), (1991, 1, 26), (1992, 7, 27),
            (1993, 7, 28), (1994, 7, 29), (1996, 1, 30), (1997, 7, 31), (1999, 1, 32), (2006, 1, 33), (2009, 1, 34), (2012, 7, 35), (2015, 7, 36),
            (2017, 1, 37),
        }.Select(step => (new DateOnly(step.Year, step.Month, 1).DayNumber + MjdOfDayOne + (step.Seconds / SecondsPerDay), step.Seconds)),
    ];

    /// <summary>TAI - UTC in seconds; 10 before 1972. A leap second itself has the offset before it.</summary>
    /// <param name="mjdTai">Modified Julian date, TAI, days.</param>
    public static int OffsetSeconds(double mjdTai)
    {
        for (var i = _offsets.Length - 1; i > 0; i--)
        {
            if (mjdTai >= _offsets[i].FromMjdTai)
                return _offsets[i].Seconds;
        }

        return _offsets[0].Seconds;
    }

    /// <summary>
    /// A time as some packets give it: a modified Julian date, or, from 10⁸ on, which no date is, seconds since 1970. The official samples of LSST's schemas before
    /// 8.0 have the latter.
    /// </summary>
    /// <param name="time">TAI, days or seconds.</param>
    /// <returns>Modified Julian date, TAI, days.</returns>
    public static double ToModifiedJulianDate(double time) => time >= FirstSeconds ? MjdOf1970 + (time / SecondsPerDay) : time;

    /// <summary>
    /// The Julian date, UTC, days. Counted in whole nanoseconds and then in seconds, as the reference does: the jd of a point is its key, and its last bits
    /// are part of it.
    /// </summary>
    /// <param name="mjdTai">Modified Julian date, TAI, days. Not finite gives NaN.</param>
    public static double ToJulianDate(double mjdTai)
    {
        if (!double.IsFinite(mjdTai))
            return double.NaN;
        var offset = OffsetSeconds(mjdTai);
        if (mjdTai is not (>= FirstMjd and < LastMjd))
            return mjdTai + JdOfMjd - (offset / SecondsPerDay);
        var nanoseconds = (long)((mjdTai - MjdOf1900) * NanosecondsPerDay) - (offset * NanosecondsPerSecond) + NanosecondsOf1900;
        var (centuries, rest) = Math.DivRem(nanoseconds, NanosecondsPerCentury);
        var (seconds, subseconds) = Math.DivRem(rest, NanosecondsPerSecond);
        return (((CenturiesOf1900 + centuries) * SecondsPerCentury) + seconds + (subseconds * 1e-9)) * (1 / SecondsPerDay);
    }
}
