namespace Boom.Simulation;

/// <summary>
/// Elementary functions made of additions, multiplications, divisions and square roots alone. IEEE 754 fixes those to the last bit, the
/// functions of a platform's mathematics library it does not: the simulated sky has to be the same bytes on every machine.
/// Relative accuracy is about 1e-15.
/// </summary>
static class PortableMath
{
    // ln 2 in two parts: products of the first with an exponent are exact.
    const double Ln2High = 6.93147180369123816490e-01;
    const double Ln2Low = 1.90821492927058770002e-10;
    const double Log2E = 1.44269504088896341;
    const double Ln10 = 2.302585092994045684;

    /// <summary>e to the power x; 0 below -700 and capped above 700.</summary>
    public static double Exp(double x)
    {
        if (x < -700)
            return 0;
        if (x > 700)
            x = 700;
        var power = Math.Floor((x * Log2E) + 0.5);
        var rest = x - (power * Ln2High) - (power * Ln2Low);
        // Taylor series on |rest| <= 0.35: the term after the last is below 1e-17.
        var sum = 1.0;
        for (var n = 13; n >= 1; n--)
            sum = 1 + (rest * sum / n);
        return sum * BitConverter.Int64BitsToDouble(((long)power + 1023) << 52);
    }

    /// <summary>Natural logarithm of a positive, normal number.</summary>
    public static double Log(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var power = (int)((bits >> 52) & 0x7FF) - 1023;
        var mantissa = BitConverter.Int64BitsToDouble((bits & 0xF_FFFF_FFFF_FFFF) | (1023L << 52));
        if (mantissa > 1.4142135623730951)
        {
            mantissa /= 2;
            power++;
        }

        // ln m = 2 artanh((m - 1) / (m + 1)), |argument| <= 0.172.
        var ratio = (mantissa - 1) / (mantissa + 1);
        var square = ratio * ratio;
        var sum = 0.0;
        for (var n = 19; n >= 1; n -= 2)
            sum = (sum * square) + (1.0 / n);
        return (power * Ln2High) + ((power * Ln2Low) + (2 * ratio * sum));
    }

    /// <summary>10 to the power x.</summary>
    public static double Pow10(double x) => Exp(x * Ln10);

    /// <summary>Decimal logarithm of a positive number.</summary>
    public static double Log10(double x) => Log(x) / Ln10;

    /// <summary>Sine of a whole turn's fraction: <c>sin(2π·turns)</c>.</summary>
    public static double SinTurns(double turns)
    {
        var fraction = turns - Math.Floor(turns + 0.5);
        // Fold to a quarter turn, where the series converges fast.
        if (fraction > 0.25)
            fraction = 0.5 - fraction;
        else if (fraction < -0.25)
            fraction = -0.5 - fraction;
        var x = fraction * 6.283185307179586477;
        var square = x * x;
        var sum = 1.0;
        for (var n = 20; n >= 2; n -= 2)
            sum = 1 - (square * sum / (n * (n + 1)));
        return x * sum;
    }

    /// <summary>Cosine of an angle in degrees.</summary>
    public static double CosDegrees(double degrees) => SinTurns((degrees / 360) + 0.25);

    /// <summary>The angle of the direction (x, y) in turns, -0.5 to 0.5: <c>atan2(y, x) / 2π</c>; 0 of no direction.</summary>
    public static double ArcTangentTurns(double y, double x)
    {
        double width = Math.Abs(x), height = Math.Abs(y);
        if (width + height == 0)
            return 0;
        // Below an eighth of a turn, then halved twice, the series converges fast: tan(a/2) = t / (1 + √(1 + t²)).
        var isSteep = height > width;
        var tangent = isSteep ? width / height : height / width;
        tangent /= 1 + Math.Sqrt(1 + (tangent * tangent));
        tangent /= 1 + Math.Sqrt(1 + (tangent * tangent));
        var square = tangent * tangent;
        var sum = 0.0;
        for (var n = 23; n >= 1; n -= 2)
            sum = (1.0 / n) - (square * sum);
        var turns = 4 * tangent * sum / 6.283185307179586477;
        if (isSteep)
            turns = 0.25 - turns;
        if (x < 0)
            turns = 0.5 - turns;
        return y < 0 ? -turns : turns;
    }
}
