using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Expressions;

/// <summary>Numbers that must be whole.</summary>
static class Integers
{
    const double TwoTo63 = 9223372036854775808.0;

    /// <summary>The value of a number without fraction that an int64 can hold.</summary>
    public static bool TryWhole(in FilterValue value, out long whole)
    {
        switch (value.Type)
        {
            case BsonType.Int32 or BsonType.Int64:
                whole = value.AsInt64();
                return true;
            case BsonType.Double when value.AsDouble() is >= -TwoTo63 and < TwoTo63 && Math.Floor(value.AsDouble()) == value.AsDouble():
                whole = (long)value.AsDouble();
                return true;
            case BsonType.Decimal128:
                var number = NumberTower.AsDecimal(value);
                return number.TryToInt64(out whole) && (number - number.ToPlaces(0, cut: true)).IsZero;
            default:
                whole = 0;
                return false;
        }
    }

    /// <summary>The value of a number without fraction that an int32 can hold.</summary>
    public static bool TryInt32(in FilterValue value, out int whole)
    {
        var found = TryWhole(value, out var wide) && wide is >= int.MinValue and <= int.MaxValue;
        whole = found ? (int)wide : 0;
        return found;
    }
}
