using System.Globalization;
using Boom.Core.Sky;

namespace Boom.Core.Text;

/// <summary>Positions as text.</summary>
public static class AngleText
{
    const int Decimals = 5;

    /// <summary>Decimal degrees: five decimals, 0.04 arcsec.</summary>
    public static string Degrees(SkyPosition position) => $"{RaDegrees(position)} {DecDegrees(position)}";

    /// <summary>Right ascension, decimal degrees in [0, 360): what rounds to 360 is 0.</summary>
    public static string RaDegrees(SkyPosition position) =>
        NumberText.Fixed(Math.Round(position.RaDegrees, Decimals) is 360 ? 0 : position.RaDegrees, Decimals);

    /// <summary>Declination, decimal degrees with a sign.</summary>
    public static string DecDegrees(SkyPosition position) => NumberText.Signed(position.DecDegrees, Decimals);

    /// <summary>Hours and degrees, e.g. <c>10:00:24.00 -02:12:00.0</c>; a dash when it is no position.</summary>
    public static string Sexagesimal(SkyPosition position)
    {
        if (!position.IsValid)
            return "-";
        // Rounded before it is split, so that 59.999 seconds never print as 60.
        var raCentiseconds = (long)Math.Round(position.RaDegrees / 15 * 360_000) % (24 * 360_000L);
        var decDeciseconds = (long)Math.Round(Math.Abs(position.DecDegrees) * 36_000);
        var sign = position.DecDegrees < 0 && decDeciseconds > 0 ? '-' : '+';
        return string.Create(CultureInfo.InvariantCulture, $"{Split(raCentiseconds, 100):00.00} {sign}{Split(decDeciseconds, 10):00.0}")
            .ToString();
    }

    static SexagesimalParts Split(long fractions, int fractionsPerSecond) => new(
        fractions / (3600L * fractionsPerSecond),
        fractions / (60L * fractionsPerSecond) % 60,
        fractions % (60L * fractionsPerSecond) / (double)fractionsPerSecond);

    readonly record struct SexagesimalParts(long Whole, long Minutes, double Seconds) : IFormattable
    {
        public string ToString(string? format, IFormatProvider? provider) =>
            $"{Whole:00}:{Minutes:00}:{Seconds.ToString(format, provider)}";
    }
}
