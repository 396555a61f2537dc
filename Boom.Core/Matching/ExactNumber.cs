using System.Buffers.Binary;
using System.Numerics;
using Boom.Core.Bson;

namespace Boom.Core.Matching;

/// <summary>
/// A number as mantissa · 2^binary · 10^decimal, or NaN or an infinity. It allocates: it is for decimal128 (IEEE 754-2008, binary integer
/// encoding), which no alert holds.
/// </summary>
readonly struct ExactNumber : IComparable<ExactNumber>
{
    const int ExponentBias = 6176;

    static readonly BigInteger LargestCoefficient = BigInteger.Pow(10, 34) - 1;

    readonly Kind _kind;
    readonly BigInteger _mantissa;
    readonly int _binary;
    readonly int _decimal;

    ExactNumber(BigInteger mantissa, int binary = 0, int @decimal = 0)
        => (_kind, _mantissa, _binary, _decimal) = (Kind.Finite, mantissa, binary, @decimal);

    ExactNumber(Kind kind) => _kind = kind;

    enum Kind
    {
        NaN,
        MinusInfinity,
        Finite,
        PlusInfinity,
    }

    public bool IsNaN => _kind == Kind.NaN;

    public static ExactNumber Of(in MatchValue value) => value.Type switch
    {
        BsonType.Double => OfDouble(value.AsDouble()),
        BsonType.Decimal128 => OfDecimal(
            BinaryPrimitives.ReadUInt64LittleEndian(value.Bytes[8..]), BinaryPrimitives.ReadUInt64LittleEndian(value.Bytes)),
        _ => new(value.AsInt64()),
    };

    public int CompareTo(ExactNumber other)
    {
        if (_kind != Kind.Finite || other._kind != Kind.Finite)
            return _kind.CompareTo(other._kind);
        if (_mantissa.Sign != other._mantissa.Sign)
            return _mantissa.Sign.CompareTo(other._mantissa.Sign);
        var binary = Math.Min(_binary, other._binary);
        var @decimal = Math.Min(_decimal, other._decimal);
        return Scaled(binary, @decimal).CompareTo(other.Scaled(binary, @decimal));
    }

    /// <summary>The number without its fraction; false when an int64 cannot hold it.</summary>
    public bool TryTruncate(out long whole)
    {
        whole = 0;
        if (_kind != Kind.Finite)
            return false;
        var divisor = BigInteger.Pow(2, Math.Max(-_binary, 0)) * BigInteger.Pow(10, Math.Max(-_decimal, 0));
        var number = Scaled(Math.Min(_binary, 0), Math.Min(_decimal, 0)) / divisor;
        if (number < long.MinValue || number > long.MaxValue)
            return false;
        whole = (long)number;
        return true;
    }

    BigInteger Scaled(int binary, int @decimal) => _mantissa * BigInteger.Pow(2, _binary - binary) * BigInteger.Pow(10, _decimal - @decimal);

    static ExactNumber OfDouble(double value)
    {
        if (!double.IsFinite(value))
            return new(double.IsNaN(value) ? Kind.NaN : value > 0 ? Kind.PlusInfinity : Kind.MinusInfinity);
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)(bits >> 52) & 0x7FF;
        var fraction = bits & 0xF_FFFF_FFFF_FFFF;
        // Exponent 0 is of the numbers without the leading one.
        var mantissa = exponent == 0 ? fraction : fraction | (1L << 52);
        return new(bits < 0 ? -mantissa : mantissa, Math.Max(exponent, 1) - 1075);
    }

    static ExactNumber OfDecimal(ulong high, ulong low)
    {
        var negative = high >> 63 != 0;
        switch ((high >> 58) & 0x1F)
        {
            case 0x1F:
                return new(Kind.NaN);
            case 0x1E:
                return new(negative ? Kind.MinusInfinity : Kind.PlusInfinity);
        }

        // Two set bits begin the form of coefficients above 34 digits, which the standard reads as zero.
        if (((high >> 61) & 3) == 3)
            return new(BigInteger.Zero);
        var coefficient = ((BigInteger)(high & 0x1_FFFF_FFFF_FFFF) << 64) | low;
        if (coefficient > LargestCoefficient)
            return new(BigInteger.Zero);
        return new(negative ? -coefficient : coefficient, 0, (int)((high >> 49) & 0x3FFF) - ExponentBias);
    }
}
