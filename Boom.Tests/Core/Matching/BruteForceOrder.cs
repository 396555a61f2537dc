using System.Globalization;
using System.Numerics;
using MongoDB.Bson;

namespace Boom.Tests.Core.Matching;

/// <summary>The order of BSON values by long numbers and lists.</summary>
static class BruteForceOrder
{
    static readonly string[] Brackets = ["null", "number", "string", "object", "array", "binData", "objectId", "bool", "date"];

    public static int Bracket(BsonValue value) => Array.IndexOf(Brackets, value.IsNumeric ? "number" : TypeName(value));

    public static string TypeName(BsonValue value) => value.BsonType switch
    {
        BsonType.Null => "null",
        BsonType.Double => "double",
        BsonType.Int32 => "int",
        BsonType.Int64 => "long",
        BsonType.Decimal128 => "decimal",
        BsonType.String => "string",
        BsonType.Document => "object",
        BsonType.Array => "array",
        BsonType.Binary => "binData",
        BsonType.ObjectId => "objectId",
        BsonType.Boolean => "bool",
        BsonType.DateTime => "date",
        _ => throw new NotSupportedException($"{value.BsonType}"),
    };

    public static bool IsNaN(BsonValue value) => value switch
    {
        BsonDouble number => double.IsNaN(number.Value),
        BsonDecimal128 number => Decimal128.IsNaN(number.Value),
        _ => false,
    };

    public static int Compare(BsonValue left, BsonValue right)
    {
        if (Bracket(left) != Bracket(right))
            return Bracket(left).CompareTo(Bracket(right));
        return left switch
        {
            _ when left.IsNumeric => CompareNumbers(left, right),
            BsonString text => Lists(Bytes(text), Bytes(right), (l, r) => l.CompareTo(r)),
            BsonDocument document => Lists(document.ToList(), right.AsBsonDocument.ToList(), CompareFields),
            BsonArray array => Lists(array.ToList(), right.AsBsonArray.ToList(), Compare),
            BsonBinaryData data => CompareBinaries(data, right.AsBsonBinaryData),
            BsonObjectId id => Lists(id.Value.ToByteArray(), right.AsObjectId.ToByteArray(), (l, r) => l.CompareTo(r)),
            BsonBoolean flag => flag.Value.CompareTo(right.AsBoolean),
            BsonDateTime time => time.MillisecondsSinceEpoch.CompareTo(right.AsBsonDateTime.MillisecondsSinceEpoch),
            _ => 0,
        };
    }

    /// <summary>The number without its fraction; null for all that has none.</summary>
    public static BigInteger? Whole(BsonValue value)
    {
        if (!value.IsNumeric || IsNaN(value) || IsInfinite(value))
            return null;
        var (numerator, denominator) = Fraction(value);
        return numerator / denominator;
    }

    static byte[] Bytes(BsonValue text) => System.Text.Encoding.UTF8.GetBytes(text.AsString);

    static int CompareFields(BsonElement left, BsonElement right)
    {
        var brackets = Bracket(left.Value).CompareTo(Bracket(right.Value));
        var names = brackets != 0 ? brackets : string.CompareOrdinal(left.Name, right.Name);
        return names != 0 ? names : Compare(left.Value, right.Value);
    }

    static int CompareBinaries(BsonBinaryData left, BsonBinaryData right) => left.Bytes.Length != right.Bytes.Length
        ? left.Bytes.Length.CompareTo(right.Bytes.Length)
        : Lists(left.Bytes, right.Bytes, (l, r) => l.CompareTo(r));

    static int Lists<T>(IReadOnlyList<T> left, IReadOnlyList<T> right, Func<T, T, int> compare)
    {
        for (var i = 0; i < left.Count && i < right.Count; i++)
        {
            if (compare(left[i], right[i]) is var order && order != 0)
                return order;
        }

        return left.Count.CompareTo(right.Count);
    }

    // NaN, −∞, a fraction, ∞.
    static int Rank(BsonValue value) => IsNaN(value) ? 0 : !IsInfinite(value) ? 2 : value.ToString()!.StartsWith('-') ? 1 : 3;

    static bool IsInfinite(BsonValue value) => value switch
    {
        BsonDouble number => double.IsInfinity(number.Value),
        BsonDecimal128 number => Decimal128.IsInfinity(number.Value),
        _ => false,
    };

    static int CompareNumbers(BsonValue left, BsonValue right)
    {
        if (Rank(left) != Rank(right) || Rank(left) != 2)
            return Rank(left).CompareTo(Rank(right));
        var (a, b) = Fraction(left);
        var (c, d) = Fraction(right);
        return (a * d).CompareTo(c * b);
    }

    static (BigInteger Numerator, BigInteger Denominator) Fraction(BsonValue value) => value switch
    {
        // All digits a double has behind the point are 1074; the text is exact.
        BsonDouble number => Parse(number.Value.ToString("F1074", CultureInfo.InvariantCulture)),
        BsonDecimal128 number => Parse(number.Value.ToString()),
        _ => (value.ToInt64(), BigInteger.One),
    };

    static (BigInteger Numerator, BigInteger Denominator) Parse(string text)
    {
        var parts = text.Split('E');
        var exponent = parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        var point = parts[0].IndexOf('.');
        var digits = BigInteger.Parse(parts[0].Replace(".", ""), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        exponent -= point < 0 ? 0 : parts[0].Length - point - 1;
        return exponent >= 0 ? (digits * BigInteger.Pow(10, exponent), BigInteger.One) : (digits, BigInteger.Pow(10, -exponent));
    }
}
