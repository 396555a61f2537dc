using Boom.Core.Bson;
using Boom.Core.Filters.Values;
using Boom.Core.Matching;

namespace Boom.Core.Filters.Expressions;

/// <summary>Results of the types that MongoDB's arithmetic gives.</summary>
static class NumberTower
{
    /// <summary>An integer as an int32 where all operands were and it fits, as an int64 where that holds it, or as a double.</summary>
    public static FilterValue Integer(Int128 value, bool narrow)
    {
        if (narrow && value >= int.MinValue && value <= int.MaxValue)
            return FilterValue.Of((int)value);
        return value >= long.MinValue && value <= long.MaxValue ? FilterValue.Of((long)value) : FilterValue.Of((double)value);
    }

    /// <summary>A decimal128.</summary>
    public static FilterValue Decimal(FilterRun run, DecimalNumber value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.Encode(bytes);
        return run.Bytes(BsonType.Decimal128, bytes);
    }

    public static bool IsDecimal(in FilterValue value) => value.Type == BsonType.Decimal128;

    public static bool AreNarrow(in FilterValue left, in FilterValue right) => left.Type == BsonType.Int32 && right.Type == BsonType.Int32;

    /// <summary>A number as a decimal128, of any type.</summary>
    public static DecimalNumber AsDecimal(in FilterValue value) => value.Type switch
    {
        BsonType.Decimal128 => DecimalNumber.Decode(value.Bytes),
        BsonType.Double => DecimalNumber.OfDouble(value.AsDouble()),
        _ => DecimalNumber.OfInteger(value.AsInt64()),
    };

    /// <summary>A number as a double, of any type.</summary>
    public static double Double(in FilterValue value) => IsDecimal(value) ? NumberTower.AsDecimal(value).ToDouble() : value.ToDouble();
}
