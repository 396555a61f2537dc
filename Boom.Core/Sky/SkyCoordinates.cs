using System.Globalization;

namespace Boom.Core.Sky;

/// <summary>Positions and angles as people write them.</summary>
public static class SkyCoordinates
{
    /// <summary>Widest cone: 10 degrees.</summary>
    public const double MaxRadiusArcsec = 36_000;

    /// <summary>Right ascension in degrees: decimal degrees (<c>150.1</c>), or hours (<c>10:00:24.0</c>, <c>10h00m24s</c>).</summary>
    public static bool TryParseRa(string text, out double degrees)
    {
        if (TryNumber(text, out degrees))
            return degrees is >= 0 and < 360;
        if (!TrySexagesimal(text, 'h', out var hours, out var negative))
            return false;
        degrees = hours * 15;
        return !negative && degrees < 360;
    }

    /// <summary>Declination in degrees: decimal degrees (<c>-2.2</c>), or <c>-02:12:00</c>, <c>-2d12m00s</c>.</summary>
    public static bool TryParseDec(string text, out double degrees)
    {
        if (TryNumber(text, out degrees))
            return degrees is >= -90 and <= 90;
        if (!TrySexagesimal(text, 'd', out degrees, out var negative))
            return false;
        if (negative)
            degrees = -degrees;
        return degrees is >= -90 and <= 90;
    }

    /// <summary>A radius in arcseconds: <c>5</c> or <c>5"</c> arcseconds, <c>5'</c> arcminutes, <c>0.1d</c> degrees.</summary>
    public static bool TryParseRadius(string text, out double radiusArcsec)
    {
        var (number, unitArcsec) = text.Length == 0 ? (text, 1.0) : text[^1] switch
        {
            '"' or 's' => (text[..^1], 1.0),
            '\'' or 'm' => (text[..^1], 60.0),
            'd' or '°' => (text[..^1], 3600.0),
            _ => (text, 1.0),
        };
        if (!TryNumber(number, out radiusArcsec))
            return false;
        radiusArcsec *= unitArcsec;
        return radiusArcsec is > 0 and <= MaxRadiusArcsec;
    }

    static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);

    static bool TrySexagesimal(string text, char wholeUnit, out double value, out bool negative)
    {
        value = 0;
        negative = text.StartsWith('-');
        var parts = text.TrimStart('+', '-').TrimEnd('s')
            .Replace(wholeUnit, ':').Replace('m', ':').Split(':', StringSplitOptions.TrimEntries);
        if (parts.Length == 3 && parts[2].Length == 0)
            parts = parts[..2];
        if (parts.Length is < 2 or > 3)
            return false;
        var unit = 1.0;
        for (var i = 0; i < parts.Length; i++, unit /= 60)
        {
            var style = i == parts.Length - 1 ? NumberStyles.AllowDecimalPoint : NumberStyles.None;
            if (!double.TryParse(parts[i], style, CultureInfo.InvariantCulture, out var part) || (i > 0 && part >= 60))
                return false;
            value += part * unit;
        }

        return true;
    }
}
