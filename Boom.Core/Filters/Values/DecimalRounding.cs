using System.Globalization;
using System.Numerics;

namespace Boom.Core.Filters.Values;

/// <summary>Doubles rounded to decimal places by their exact expansion, half to even: 2.675 is a little less than it looks, and gives 2.67.</summary>
static class DecimalRounding
{
    const int FractionBits = 52;
    const long LargestExact = 1L << 53;

    // Powers of ten that a double holds exactly.
    static readonly double[] Powers = [.. Enumerable.Range(0, 23).Select(power => double.Parse($"1e{power}", CultureInfo.InvariantCulture))];

    static readonly UInt128[] WholePowers = [.. Enumerable.Range(0, 19).Select(power => (UInt128)BigInteger.Pow(10, power))];

    /// <param name="value">Any double.</param>
    /// <param name="places">Places behind the point; negative ones stand before it.</param>
    /// <param name="cut">Cut off instead of rounding.</param>
    public static double Round(double value, int places, bool cut)
    {
        if (!double.IsFinite(value) || value == 0)
            return value;
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> FractionBits) & 0x7FF) - 1075;
        var mantissa = (ulong)bits & ((1UL << FractionBits) - 1) | (1UL << FractionBits);
        // A whole number has no places behind the point.
        if (exponent >= 0 && places >= 0)
            return value;
        if (exponent < -1022 || exponent < -120 || places is < 0 or > 18)
            return Exact(value, places, cut);
        var scaled = mantissa * WholePowers[places];
        var whole = scaled >> -exponent;
        var rest = scaled & ((UInt128.One << -exponent) - 1);
        var half = UInt128.One << (-exponent - 1);
        if (!cut && (rest > half || (rest == half && (whole & 1) == 1)))
            whole += 1;
        // One division of two exact numbers is rounded once.
        if (whole > (ulong)LargestExact)
            return Exact(value, places, cut);
        var rounded = (double)whole / Powers[places];
        return value < 0 ? -rounded : rounded;
    }

    static double Exact(double value, int places, bool cut)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var field = (int)((bits >> FractionBits) & 0x7FF);
        BigInteger mantissa = (bits & ((1L << FractionBits) - 1)) | (field == 0 ? 0 : 1L << FractionBits);
        var exponent = Math.Max(field, 1) - 1075;
        // value = mantissa · 2^exponent; the count of units is number / divisor.
        var number = mantissa * BigInteger.Pow(2, Math.Max(exponent, 0)) * BigInteger.Pow(10, Math.Max(places, 0));
        var divisor = BigInteger.Pow(2, Math.Max(-exponent, 0)) * BigInteger.Pow(10, Math.Max(-places, 0));
        var whole = BigInteger.DivRem(number, divisor, out var rest);
        var order = (rest * 2).CompareTo(divisor);
        if (!cut && (order > 0 || (order == 0 && !whole.IsEven)))
            whole += 1;
        var rounded = double.Parse($"{whole.ToString(CultureInfo.InvariantCulture)}e{-places}", NumberStyles.Float, CultureInfo.InvariantCulture);
        return value < 0 ? -rounded : rounded;
    }
}
