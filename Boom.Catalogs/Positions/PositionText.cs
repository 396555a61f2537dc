using System.Globalization;

namespace Boom.Catalogs.Positions;

/// <summary>Coordinates as text: numbers and sexagesimal forms.</summary>
static class PositionText
{
    const int MostBytes = 64;

    /// <summary>
    /// Reads a coordinate. A number keeps <paramref name="unit"/>; a sexagesimal form is in hours or degrees as its letters say (<c>12h34m56.7s</c>,
    /// <c>-00d12m03s</c>), else in <paramref name="sexagesimalUnit"/>.
    /// </summary>
    /// <param name="text">UTF-8, no blanks around.</param>
    /// <param name="unit">Unit of a plain number; then the unit of the value.</param>
    /// <param name="sexagesimalUnit">Unit of the first part of a sexagesimal form without letters.</param>
    /// <param name="value">The coordinate, finite.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, ref AngleUnit unit, AngleUnit sexagesimalUnit, out double value)
    {
        if (TextNumber.TryDouble(text, out value))
            return double.IsFinite(value);
        if (text.Length is 0 or > MostBytes || !TrySexagesimal(text, ref sexagesimalUnit, out value))
            return false;
        unit = sexagesimalUnit;
        return true;
    }

    // Sign, whole part, minutes, and seconds that may be absent; the last part may have a fraction.
    static bool TrySexagesimal(ReadOnlySpan<byte> text, ref AngleUnit unit, out double value)
    {
        value = 0;
        var isNegative = text[0] == '-';
        if (text[0] is (byte)'-' or (byte)'+')
            text = text[1..].TrimStart((byte)' ');
        var scale = 1.0;
        var parts = 0;
        while (!text.IsEmpty)
        {
            var length = 0;
            while (length < text.Length && (text[length] is >= (byte)'0' and <= (byte)'9' or (byte)'.'))
                length++;
            var mark = MarkLength(text[length..]);
            if (length == 0 || parts == 3 || !double.TryParse(text[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var part))
                return false;
            var isLast = length + mark == text.Length;
            if ((!isLast && (mark == 0 || text[..length].Contains((byte)'.'))) || (parts > 0 && part > (parts == 2 ? 60 : 59.999999999999)))
                return false;
            if (mark > 0 && !IsMark(text.Slice(length, mark), parts, ref unit))
                return false;
            value += part * scale;
            scale /= 60;
            parts++;
            text = text[(length + mark)..];
        }

        if (isNegative)
            value = -value;
        return parts >= 2;
    }

    static int MarkLength(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (length < text.Length && !(text[length] is >= (byte)'0' and <= (byte)'9' or (byte)'.'))
            length++;
        return length;
    }

    static bool IsMark(ReadOnlySpan<byte> mark, int part, ref AngleUnit unit)
    {
        mark = mark.Trim((byte)' ');
        if (mark.IsEmpty || (mark.Length == 1 && mark[0] == ':'))
            return true;
        if (part == 1)
            return mark.SequenceEqual("m"u8) || mark.SequenceEqual("'"u8) || mark.SequenceEqual("′"u8);
        if (part == 2)
            return mark.SequenceEqual("s"u8) || mark.SequenceEqual("\""u8) || mark.SequenceEqual("″"u8) || mark.SequenceEqual("''"u8);
        if (mark.SequenceEqual("h"u8))
            unit = AngleUnit.Hours;
        else if (mark.SequenceEqual("d"u8) || mark.SequenceEqual("°"u8))
            unit = AngleUnit.Degrees;
        else
            return false;
        return true;
    }
}
