using System.Globalization;

namespace Boom.Core.Text;

/// <summary>Julian dates (UTC, days) as calendar dates.</summary>
public static class CalendarText
{
    /// <summary>Julian date of 1970-01-01T00:00 UTC.</summary>
    const double UnixEpochJd = 2440587.5;

    /// <summary>Date and minute, e.g. <c>2024-11-05 08:12</c>; the number itself when it is no date of the years 1 to 9999.</summary>
    public static string Minute(double jd) => Format(jd, "yyyy-MM-dd HH:mm");

    /// <summary>The date, e.g. <c>2024-11-05</c>.</summary>
    public static string Day(double jd) => Format(jd, "yyyy-MM-dd");

    static string Format(double jd, string format)
    {
        // Julian dates of 0001-01-02 and 9999-12-30.
        return jd is > 1721426.5 and < 5373483.5
            ? DateTime.UnixEpoch.AddDays(jd - UnixEpochJd).ToString(format, CultureInfo.InvariantCulture)
            : jd.ToString(CultureInfo.InvariantCulture);
    }
}
