using System.Globalization;

namespace Boom.Catalogs;

/// <summary>What a text is, as a value of a column.</summary>
enum NumberForm
{
    /// <summary>No number.</summary>
    None,

    /// <summary>A whole number of 64 bits, written without leading zeros.</summary>
    Whole,

    /// <summary>Digits only, but with leading zeros or too many: a name. As a number it would lose some.</summary>
    Digits,

    /// <summary>A number with a fraction or an exponent, or an infinite one.</summary>
    Real,
}

/// <summary>Numbers as text, UTF-8.</summary>
static class TextNumber
{
    /// <summary>Whole numbers up to this size are doubles without loss.</summary>
    public const long LargestExact = 1L << 53;

    // 10^0 to 10^22 are doubles without loss, so that one product or quotient of them with a whole number below 2^53 is rounded once, as it should be.
    static readonly double[] Powers =
        [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>Tells what the text is, and its value.</summary>
    /// <param name="text">No blanks around.</param>
    /// <param name="whole">The value of a whole number.</param>
    /// <param name="real">The value of a real one, and of a whole one, rounded.</param>
    public static NumberForm Parse(ReadOnlySpan<byte> text, out long whole, out double real)
    {
        (whole, real) = (0, 0);
        if (text.IsEmpty)
            return NumberForm.None;
        var i = text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        var isNegative = text[0] == '-';
        var first = i;
        ulong mantissa = 0;
        for (; i < text.Length && (uint)(text[i] - '0') <= 9; i++)
            mantissa = (mantissa * 10) + (uint)(text[i] - '0');
        var digits = i - first;
        if (i == text.Length && digits > 0)
            return Whole(text[first..], mantissa, isNegative, out whole, out real);
        var decimals = 0;
        if (i < text.Length && text[i] == '.')
        {
            var point = i++;
            for (; i < text.Length && (uint)(text[i] - '0') <= 9; i++)
                mantissa = (mantissa * 10) + (uint)(text[i] - '0');
            decimals = i - point - 1;
            digits += decimals;
        }

        if (digits == 0)
            return Word(text[first..], isNegative, out real);
        if (i < text.Length || digits > 18 || mantissa > LargestExact || decimals > 22)
            return Slow(text, out real);
        real = mantissa / Powers[decimals];
        if (isNegative)
            real = -real;
        return NumberForm.Real;
    }

    /// <summary>The text as a double, be it written as a whole number or not.</summary>
    public static bool TryDouble(ReadOnlySpan<byte> text, out double value)
    {
        var form = Parse(text, out _, out value);
        return form is NumberForm.Whole or NumberForm.Real
            || (form == NumberForm.Digits && double.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value));
    }

    static NumberForm Whole(ReadOnlySpan<byte> digits, ulong value, bool isNegative, out long whole, out double real)
    {
        (whole, real) = (0, 0);
        if ((digits[0] == '0' && digits.Length > 1) || digits.Length > 19 || (digits.Length == 19 && value > long.MaxValue))
            return NumberForm.Digits;

        // The sign of -0 is kept by a double alone.
        if (isNegative && value == 0)
        {
            real = -0.0;
            return NumberForm.Real;
        }

        whole = isNegative ? -(long)value : (long)value;
        real = whole;
        return NumberForm.Whole;
    }

    static NumberForm Word(ReadOnlySpan<byte> word, bool isNegative, out double real)
    {
        real = isNegative ? double.NegativeInfinity : double.PositiveInfinity;
        return System.Text.Ascii.EqualsIgnoreCase(word, "inf"u8) || System.Text.Ascii.EqualsIgnoreCase(word, "infinity"u8)
            ? NumberForm.Real
            : NumberForm.None;
    }

    // What is too large for a double would be lost as one.
    static NumberForm Slow(ReadOnlySpan<byte> text, out double real) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out real) && double.IsFinite(real)
            ? NumberForm.Real
            : NumberForm.None;
}
