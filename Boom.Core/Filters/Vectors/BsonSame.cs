using Boom.Core.Bson;

namespace Boom.Core.Filters.Vectors;

/// <summary>Whether documents are the same: fields in order, names, types and values; numbers of different types are not.</summary>
static class BsonSame
{
    /// <param name="ulps">By how many steps of their last place doubles may differ.</param>
    public static bool Documents(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, int ulps)
    {
        var lefts = new BsonReader(left);
        var rights = new BsonReader(right);
        while (lefts.Read())
        {
            if (!rights.Read() || lefts.Type != rights.Type || !lefts.Name.SequenceEqual(rights.Name) || !Values(lefts, rights, ulps))
                return false;
        }

        return !rights.Read();
    }

    static bool Values(in BsonReader left, in BsonReader right, int ulps) => left.Type switch
    {
        BsonType.Document or BsonType.Array => Documents(left.Value, right.Value, ulps),
        BsonType.Double => Doubles(left.AsDouble(), right.AsDouble(), ulps),
        _ => left.Value.SequenceEqual(right.Value),
    };

    static bool Doubles(double left, double right, int ulps)
    {
        if (double.IsNaN(left) || double.IsNaN(right))
            return double.IsNaN(left) && double.IsNaN(right);
        var (a, b) = (Ordered(left), Ordered(right));
        return a == b || Int128.Abs((Int128)a - b) <= ulps;
    }

    // Doubles in their order as integers, −0.0 one below 0.0.
    static long Ordered(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        return bits < 0 ? long.MinValue - bits - 1 : bits;
    }
}
