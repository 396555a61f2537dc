using System.Globalization;
using Boom.Core.Matching;

namespace Boom.Core.Filters.Values;

/// <summary>Texts of decimal numbers: digits with a point, an exponent, NaN and Infinity. Zeros at the end count, as 1.10 has two places.</summary>
static class DecimalText
{
    /// <summary>Digits that are read; of those behind them it counts whether any is not 0.</summary>
    const int Kept = 40;

    /// <summary>Larger exponents are as good as this one, whatever the digits.</summary>
    const int LargestExponent = 100_000_000;

    /// <summary>Reads a text; false when it is no number.</summary>
    /// <param name="text">The text, without blanks.</param>
    /// <param name="number">The number; null when it is finite and larger than any decimal128.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out DecimalNumber? number)
    {
        number = null;
        var isNegative = text is ['-', ..];
        var rest = text is ['-' or '+', ..] ? text[1..] : text;
        if (NotFinite(rest) is { } special)
        {
            number = DecimalNumber.NotFinite(isNegative ? -special : special);
            return true;
        }

        if (!TryDigits(ref rest, out var digits, out var places) || !TryExponent(rest, out var exponent))
            return false;
        var parsed = DecimalNumber.Parse(string.Create(CultureInfo.InvariantCulture, $"{(isNegative ? "-" : "")}{digits}E{Math.Clamp(exponent - places, -LargestExponent, LargestExponent)}"));
        if (parsed.Special is null)
            number = parsed;
        return true;
    }

    static double? NotFinite(ReadOnlySpan<char> text)
    {
        if (text.Equals("nan", StringComparison.OrdinalIgnoreCase))
            return double.NaN;
        return text.Equals("inf", StringComparison.OrdinalIgnoreCase) || text.Equals("infinity", StringComparison.OrdinalIgnoreCase) ? double.PositiveInfinity : null;
    }

    /// <summary>Reads digits and a point, and leaves what is behind them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="digits">The first digits, without zeros before them.</param>
    /// <param name="places">How many of them stand behind the point; negative when digits before it were left out.</param>
    static bool TryDigits(ref ReadOnlySpan<char> text, out string digits, out long places)
    {
        Span<char> kept = stackalloc char[Kept + 1];
        var (count, read, at) = (0, 0, 0);
        var (hasPoint, hasMore) = (false, false);
        places = 0;
        for (; at < text.Length && (char.IsAsciiDigit(text[at]) || (text[at] == '.' && !hasPoint)); at++)
        {
            if (text[at] == '.')
            {
                hasPoint = true;
                continue;
            }

            read++;
            places += hasPoint ? 1 : 0;
            if (count == 0 && text[at] == '0')
                continue;
            if (count < Kept)
            {
                kept[count++] = text[at];
                continue;
            }

            places--;
            hasMore |= text[at] != '0';
        }

        if (hasMore)
        {
            kept[count++] = '1';
            places++;
        }

        text = text[at..];
        digits = count > 0 ? new string(kept[..count]) : "0";
        return read > 0;
    }

    static bool TryExponent(ReadOnlySpan<char> text, out long exponent)
    {
        exponent = 0;
        if (text.IsEmpty)
            return true;
        if (text[0] is not ('e' or 'E'))
            return false;
        var isNegative = text is [_, '-', ..];
        var digits = text is [_, '-' or '+', ..] ? text[2..] : text[1..];
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
                return false;
            exponent = Math.Min(LargestExponent, (exponent * 10) + (digit - '0'));
        }

        exponent = isNegative ? -exponent : exponent;
        return !digits.IsEmpty;
    }
}
