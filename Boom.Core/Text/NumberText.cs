using System.Globalization;

namespace Boom.Core.Text;

/// <summary>
/// Numbers as people read them. The sign is that of what is shown: what rounds to zero is never negative. What is not finite is a dash; what has
/// more digits than a double holds is written with an exponent.
/// </summary>
public static class NumberText
{
    const double LongestPlain = 1e15;

    /// <summary>With a sign and so many decimals, e.g. <c>+0.00000</c>, <c>-2.20000</c>.</summary>
    public static string Signed(double value, int decimals) => Format(value, decimals, plus: "+");

    /// <summary>With so many decimals, e.g. <c>18.42</c>.</summary>
    public static string Fixed(double value, int decimals) => Format(value, decimals, plus: "");

    /// <summary>With at most so many decimals, e.g. <c>18.4</c>, <c>7</c>.</summary>
    public static string Short(double value, int decimals)
    {
        var text = Fixed(value, decimals);
        return text.Contains('.', StringComparison.Ordinal) && !text.Contains('e', StringComparison.Ordinal)
            ? text.TrimEnd('0').TrimEnd('.')
            : text;
    }

    static string Format(double value, int decimals, string plus)
    {
        if (!double.IsFinite(value))
            return "-";
        var size = Math.Abs(value);
        var text = size < LongestPlain
            ? size.ToString($"F{decimals}", CultureInfo.InvariantCulture)
            : size.ToString("0.#####e+0", CultureInfo.InvariantCulture);
        var isZero = text.AsSpan().IndexOfAnyInRange('1', '9') < 0;
        return (value < 0 && !isZero ? "-" : plus) + text;
    }
}
