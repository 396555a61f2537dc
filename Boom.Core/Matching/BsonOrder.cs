using System.Buffers.Binary;
using Boom.Core.Bson;

namespace Boom.Core.Matching;

/// <summary>The order of BSON values that MongoDB sorts by: first the brackets of types, then the values within one.</summary>
static class BsonOrder
{
    /// <summary>Types of one bracket compare with each other; a comparison across brackets is never satisfied in a condition.</summary>
    public static int Bracket(BsonType type) => type switch
    {
        BsonType.Null => 1,
        BsonType.Double or BsonType.Int32 or BsonType.Int64 or BsonType.Decimal128 => 2,
        BsonType.String => 3,
        BsonType.Document => 4,
        BsonType.Array => 5,
        BsonType.Binary => 6,
        BsonType.ObjectId => 7,
        BsonType.Boolean => 8,
        BsonType.DateTime => 9,
        BsonType.Timestamp => 10,
        _ => 0,
    };

    /// <summary>The sign of left − right over all types. NaN equals itself and is below every other number.</summary>
    public static int Compare(in MatchValue left, in MatchValue right)
    {
        var brackets = Bracket(left.Type) - Bracket(right.Type);
        return brackets != 0 ? brackets : CompareInBracket(left, right);
    }

    /// <summary>The sign of left − right, which are of one bracket.</summary>
    public static int CompareInBracket(in MatchValue left, in MatchValue right) => left.Type switch
    {
        BsonType.Double or BsonType.Int32 or BsonType.Int64 or BsonType.Decimal128 => NumberOrder.Compare(left, right),
        BsonType.String => left.AsUtf8().SequenceCompareTo(right.AsUtf8()),
        BsonType.Document => CompareElements(left.Bytes, right.Bytes, named: true),
        BsonType.Array => CompareElements(left.Bytes, right.Bytes, named: false),
        BsonType.Binary => CompareBinaries(left.Bytes, right.Bytes),
        BsonType.ObjectId => left.Bytes.SequenceCompareTo(right.Bytes),
        BsonType.Boolean => (left.Bytes[0] != 0).CompareTo(right.Bytes[0] != 0),
        BsonType.DateTime => left.AsInt64().CompareTo(right.AsInt64()),
        BsonType.Timestamp => BinaryPrimitives.ReadUInt64LittleEndian(left.Bytes).CompareTo(BinaryPrimitives.ReadUInt64LittleEndian(right.Bytes)),
        _ => 0,
    };

    // Goes only as deep as both values do; the one from the condition is of bounded depth.
    static int CompareElements(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, bool named)
    {
        var lefts = new BsonReader(left);
        var rights = new BsonReader(right);
        while (lefts.Read())
        {
            if (!rights.Read())
                return 1;
            var order = Bracket(lefts.Type) - Bracket(rights.Type);
            if (order == 0 && named)
                order = lefts.Name.SequenceCompareTo(rights.Name);
            if (order == 0)
                order = CompareInBracket(new(lefts.Type, lefts.Value), new(rights.Type, rights.Value));
            if (order != 0)
                return order;
        }

        return rights.Read() ? -1 : 0;
    }

    // The length stands first, then subtype and data.
    static int CompareBinaries(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var lengths = left.Length.CompareTo(right.Length);
        return lengths != 0 ? lengths : left[4..].SequenceCompareTo(right[4..]);
    }
}
