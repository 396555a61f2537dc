using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace Boom.Core.Matching;

/// <summary>
/// A decimal128 number (IEEE 754-2008): sign, a coefficient of at most 34 digits, and a power of ten. Results are rounded to 34 digits, half to even.
/// It allocates: no alert holds numbers of this type.
/// </summary>
readonly struct DecimalNumber
{
    const int Digits = 34;
    const int ExponentBias = 6176;
    const int MaxExponent = 6111;

    static readonly BigInteger Limit = BigInteger.Pow(10, Digits);

    readonly BigInteger _coefficient;
    readonly int _exponent;
    readonly bool _negative;

    DecimalNumber(bool negative, BigInteger coefficient, int exponent) => (_negative, _coefficient, _exponent) = (negative, coefficient, exponent);

    /// <summary>NaN is 0, infinity 1 or −1; of a finite number not set.</summary>
    public double? Special { get; private init; }

    public bool IsNegative => _negative;

    public bool IsZero => Special is null && _coefficient.IsZero;

    public bool IsNaN => Special is { } special && double.IsNaN(special);

    public static DecimalNumber NotFinite(double value) => new() { Special = value };

    /// <summary>An integer.</summary>
    public static DecimalNumber OfInteger(long value) => new(value < 0, BigInteger.Abs(value), 0);

    /// <summary>A double by its 15 significant digits, as MongoDB converts it.</summary>
    public static DecimalNumber OfDouble(double value)
        => double.IsFinite(value) ? Parse(value.ToString("E14", CultureInfo.InvariantCulture)) : NotFinite(value);

    /// <exception cref="FormatException">The text is no number.</exception>
    public static DecimalNumber Parse(string text)
    {
        switch (text.Trim())
        {
            case "NaN" or "nan":
                return NotFinite(double.NaN);
            case "Infinity" or "+Infinity" or "inf":
                return NotFinite(double.PositiveInfinity);
            case "-Infinity" or "-inf":
                return NotFinite(double.NegativeInfinity);
        }

        var at = text.IndexOfAny(['e', 'E']);
        var exponent = at < 0 ? 0 : int.Parse(text[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var digits = at < 0 ? text : text[..at];
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0)
        {
            exponent -= digits.Length - point - 1;
            digits = digits.Remove(point, 1);
        }

        var coefficient = BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return Rounded(digits.StartsWith('-'), BigInteger.Abs(coefficient), exponent);
    }

    public static DecimalNumber operator +(DecimalNumber left, DecimalNumber right)
    {
        if (left.Special is not null || right.Special is not null)
            return NotFinite(left.Sign() + right.Sign());
        var exponent = Math.Min(left._exponent, right._exponent);
        // Beyond twice the digits the smaller one cannot be seen.
        if (Math.Abs(left._exponent - right._exponent) > 2 * Digits && !left.IsZero && !right.IsZero)
            return left._exponent > right._exponent ? left : right;
        var sum = left.Scaled(exponent) + right.Scaled(exponent);
        return Rounded(sum.Sign < 0 || (sum.IsZero && left._negative && right._negative), BigInteger.Abs(sum), exponent);
    }

    public static DecimalNumber operator -(DecimalNumber left, DecimalNumber right) => left + right.Negated();

    public static DecimalNumber operator *(DecimalNumber left, DecimalNumber right)
    {
        if (left.Special is not null || right.Special is not null)
            return NotFinite(left.Sign() * right.Sign());
        return Rounded(left._negative != right._negative, left._coefficient * right._coefficient, left._exponent + right._exponent);
    }

    public static DecimalNumber operator /(DecimalNumber left, DecimalNumber right)
    {
        if (left.Special is not null || right.Special is not null || right.IsZero)
            return NotFinite(left.Sign() / right.Sign());
        var quotient = BigInteger.DivRem(left._coefficient * BigInteger.Pow(10, 2 * Digits), right._coefficient, out var rest);
        // A digit more says that the division does not end.
        var exact = rest.IsZero;
        var number = Rounded(left._negative != right._negative, exact ? quotient : (quotient * 10) + 1, left._exponent - right._exponent - (2 * Digits) - (exact ? 0 : 1));
        return exact ? number.Reduced(left._exponent - right._exponent) : number;
    }

    public DecimalNumber Negated() => Special is { } special ? NotFinite(-special) : new(!_negative, _coefficient, _exponent);

    public DecimalNumber Absolute() => Special is { } special ? NotFinite(Math.Abs(special)) : new(false, _coefficient, _exponent);

    /// <summary>The number to so many places behind the point; half goes to even, or all is cut off.</summary>
    public DecimalNumber ToPlaces(int places, bool cut)
    {
        if (Special is not null || _exponent >= -places)
            return this;
        var divisor = BigInteger.Pow(10, Math.Min(-places - _exponent, 2 * Digits));
        var whole = BigInteger.DivRem(_coefficient, divisor, out var rest);
        if (!cut)
            whole += RoundUp(whole, rest, divisor);
        return new(_negative, whole, -places);
    }

    /// <summary>The whole number below or above.</summary>
    public DecimalNumber ToWhole(bool up)
    {
        var cut = ToPlaces(0, cut: true);
        var rest = this - cut;
        if (Special is not null || rest.IsZero || rest._negative == up)
            return cut;
        return cut + new DecimalNumber(!up, BigInteger.One, 0);
    }

    public double ToDouble() => Special ?? double.Parse(ToString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>The number without its fraction; false when an int64 cannot hold it.</summary>
    public bool TryToInt64(out long whole)
    {
        whole = 0;
        if (Special is not null || (_exponent > 20 && !_coefficient.IsZero))
            return false;
        var number = ToPlaces(0, cut: true).Scaled(0);
        if (number < long.MinValue || number > long.MaxValue)
            return false;
        whole = (long)number;
        return true;
    }

    /// <summary>The number in the manner of the standard: <c>2.50</c>, <c>1E+3</c>, <c>NaN</c>.</summary>
    public override string ToString()
    {
        if (Special is { } special)
            return double.IsNaN(special) ? "NaN" : special > 0 ? "Infinity" : "-Infinity";
        var digits = _coefficient.ToString(CultureInfo.InvariantCulture);
        var sign = _negative ? "-" : "";
        var adjusted = _exponent + digits.Length - 1;
        if (_exponent > 0 || adjusted < -6)
        {
            var fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}{fraction}E{(adjusted < 0 ? "" : "+")}{adjusted}");
        }

        if (_exponent == 0)
            return sign + digits;
        digits = digits.PadLeft(1 - _exponent, '0');
        return $"{sign}{digits[..(digits.Length + _exponent)]}.{digits[(digits.Length + _exponent)..]}";
    }

    /// <summary>The 16 bytes of BSON.</summary>
    public void Encode(Span<byte> bytes)
    {
        UInt128 bits;
        if (Special is { } special)
        {
            bits = (UInt128)(double.IsNaN(special) ? 0x7C00UL : special > 0 ? 0x7800UL : 0xF800UL) << 112;
        }
        else
        {
            var number = Rounded(_negative, _coefficient, _exponent);
            bits = (UInt128)number._coefficient | ((UInt128)(uint)(number._exponent + ExponentBias) << 113) | ((UInt128)(number._negative ? 1 : 0) << 127);
        }

        BinaryPrimitives.WriteUInt128LittleEndian(bytes, bits);
    }

    /// <summary>The number of 16 bytes of BSON.</summary>
    public static DecimalNumber Decode(ReadOnlySpan<byte> bytes)
    {
        var bits = BinaryPrimitives.ReadUInt128LittleEndian(bytes);
        var negative = bits >> 127 != 0;
        var top = (int)(bits >> 122) & 0x1F;
        if (top == 0x1F)
            return NotFinite(double.NaN);
        if (top == 0x1E)
            return NotFinite(negative ? double.NegativeInfinity : double.PositiveInfinity);
        var coefficient = (BigInteger)(bits & ((UInt128.One << 113) - 1));
        // Coefficients of more digits are zero by the standard, and so is the form that begins with two set bits.
        if ((top >> 3) == 3 || coefficient >= Limit)
            coefficient = BigInteger.Zero;
        return new(negative, coefficient, ((int)(bits >> 113) & 0x3FFF) - ExponentBias);
    }

    static DecimalNumber Rounded(bool negative, BigInteger coefficient, int exponent)
    {
        if (coefficient >= Limit)
        {
            var excess = coefficient.ToString(CultureInfo.InvariantCulture).Length - Digits;
            var divisor = BigInteger.Pow(10, excess);
            coefficient = BigInteger.DivRem(coefficient, divisor, out var rest);
            coefficient += RoundUp(coefficient, rest, divisor);
            exponent += excess;
            if (coefficient >= Limit)
                (coefficient, exponent) = (coefficient / 10, exponent + 1);
        }

        if (coefficient.IsZero)
            exponent = Math.Clamp(exponent, -ExponentBias, MaxExponent);
        for (; exponent > MaxExponent && coefficient < Limit / 10; exponent--)
            coefficient *= 10;
        for (; exponent < -ExponentBias && !coefficient.IsZero; exponent++)
            coefficient /= 10;
        return exponent > MaxExponent
            ? NotFinite(negative ? double.NegativeInfinity : double.PositiveInfinity)
            : new(negative, coefficient, Math.Max(exponent, -ExponentBias));
    }

    static BigInteger RoundUp(BigInteger whole, BigInteger rest, BigInteger divisor)
    {
        var order = (rest * 2).CompareTo(divisor);
        return order > 0 || (order == 0 && !whole.IsEven) ? BigInteger.One : BigInteger.Zero;
    }

    /// <summary>Without the zeros at the end, down to an exponent.</summary>
    DecimalNumber Reduced(int exponent)
    {
        var number = this;
        while (number._exponent < exponent && !number._coefficient.IsZero && (number._coefficient % 10).IsZero)
            number = new(number._negative, number._coefficient / 10, number._exponent + 1);
        return number;
    }

    double Sign() => Special ?? (_coefficient.IsZero ? (_negative ? -0.0 : 0.0) : _negative ? -1 : 1);

    BigInteger Scaled(int exponent)
    {
        var scaled = _coefficient * BigInteger.Pow(10, Math.Max(0, _exponent - exponent));
        return _negative ? -scaled : scaled;
    }
}
