using Boom.Core.Bson;

namespace Boom.Core.Matching;

/// <summary>
/// Numbers of all BSON types by their exact value: an identifier above 2⁵³ is not rounded to compare it with a double. −0 equals 0; NaN
/// equals itself and is below every other number.
/// </summary>
static class NumberOrder
{
    const double TwoTo63 = 9223372036854775808.0;

    public static int Compare(in MatchValue left, in MatchValue right)
    {
        if (left.Type == BsonType.Decimal128 || right.Type == BsonType.Decimal128)
            return ExactNumber.Of(left).CompareTo(ExactNumber.Of(right));
        if (left.Type == BsonType.Double)
            return right.Type == BsonType.Double ? left.AsDouble().CompareTo(right.AsDouble()) : -Compare(right.AsInt64(), left.AsDouble());
        return right.Type == BsonType.Double ? Compare(left.AsInt64(), right.AsDouble()) : left.AsInt64().CompareTo(right.AsInt64());
    }

    /// <summary>The sign of left − right, exact.</summary>
    public static int Compare(long left, double right)
    {
        if (double.IsNaN(right) || right < -TwoTo63)
            return 1;
        if (right >= TwoTo63)
            return -1;
        var whole = (long)right;
        // A double with a fraction is below 2⁵³, where the way back to a double is exact.
        return left != whole ? left.CompareTo(whole) : ((double)whole).CompareTo(right);
    }

    /// <summary>The number without its fraction; false for NaN, infinities and what an int64 cannot hold.</summary>
    public static bool TryTruncate(in MatchValue value, out long whole)
    {
        whole = 0;
        switch (value.Type)
        {
            case BsonType.Int32 or BsonType.Int64:
                whole = value.AsInt64();
                return true;
            case BsonType.Double when value.AsDouble() is >= -TwoTo63 and < TwoTo63:
                whole = (long)value.AsDouble();
                return true;
            case BsonType.Decimal128:
                return ExactNumber.Of(value).TryTruncate(out whole);
            default:
                return false;
        }
    }
}
