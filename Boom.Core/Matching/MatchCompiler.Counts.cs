using Boom.Core.Bson;

namespace Boom.Core.Matching;

/// <summary>The operators that take numbers and names of types.</summary>
sealed partial class MatchCompiler
{
    // What Boom does not read can be named, but no document holds it.
    static readonly Dictionary<string, uint> TypeNames = new(StringComparer.Ordinal)
    {
        ["number"] = Bit(BsonType.Double) | Bit(BsonType.Int32) | Bit(BsonType.Int64) | Bit(BsonType.Decimal128),
        ["double"] = Bit(BsonType.Double),
        ["string"] = Bit(BsonType.String),
        ["object"] = Bit(BsonType.Document),
        ["array"] = Bit(BsonType.Array),
        ["binData"] = Bit(BsonType.Binary),
        ["objectId"] = Bit(BsonType.ObjectId),
        ["bool"] = Bit(BsonType.Boolean),
        ["date"] = Bit(BsonType.DateTime),
        ["null"] = Bit(BsonType.Null),
        ["int"] = Bit(BsonType.Int32),
        ["timestamp"] = Bit(BsonType.Timestamp),
        ["long"] = Bit(BsonType.Int64),
        ["decimal"] = Bit(BsonType.Decimal128),
        ["undefined"] = 0,
        ["regex"] = 0,
        ["dbPointer"] = 0,
        ["javascript"] = 0,
        ["symbol"] = 0,
        ["javascriptWithScope"] = 0,
        ["minKey"] = 0,
        ["maxKey"] = 0,
    };

    static uint Bit(BsonType type) => 1u << (int)type;

    static SizeTest Size(string name, in BsonReader reader, Place place)
        => TryWhole(reader, out var size) && size >= 0 ? new(size) : throw place.Fault(name, "takes a whole number from 0 on");

    static ModTest Mod(string name, in BsonReader reader, Place place)
    {
        const string Allowed = "takes an array of two numbers, the divisor and the remainder, that an int64 can hold";
        if (reader.Type != BsonType.Array)
            throw place.Fault(name, Allowed);
        var numbers = new BsonReader(reader.Value);
        var divisor = Number(ref numbers);
        var remainder = Number(ref numbers);
        if (divisor == 0)
            throw place.Fault(name, "takes a divisor that is not 0");
        return numbers.Read() ? throw place.Fault(name, Allowed) : new(divisor, remainder);

        // Fractions are cut off, as MongoDB does.
        long Number(ref BsonReader from)
            => from.Read() && NumberOrder.TryTruncate(new(from.Type, from.Value), out var number) ? number : throw place.Fault(name, Allowed);
    }

    static TypeTest Types(string name, in BsonReader reader, Place place)
    {
        if (reader.Type != BsonType.Array)
            return new(OneType(name, reader, place));
        var types = 0u;
        var values = new BsonReader(reader.Value);
        if (!values.Read())
            throw place.Fault(name, "takes at least one type");
        do
            types |= OneType(name, values, place);
        while (values.Read());
        return new(types);
    }

    static uint OneType(string name, in BsonReader reader, Place place)
    {
        if (reader.Type == BsonType.String)
        {
            var alias = reader.AsString();
            return TypeNames.TryGetValue(alias, out var types)
                ? types
                : throw place.Fault(name, $"does not know the type '{alias}', it takes names such as 'double', 'string' or 'array', and their codes");
        }

        // Codes −1 and 127 are those of MinKey and MaxKey.
        if (!TryWhole(reader, out var code) || code is not (-1 or 127 or (>= 1 and <= 19)))
            throw place.Fault(name, "takes names of types and their codes from 1 to 19, 127 and -1");
        return code is >= 1 and <= 19 ? 1u << (int)code : 0;
    }

    /// <summary>A number without fraction that an int64 can hold.</summary>
    static bool TryWhole(in BsonReader reader, out long whole)
    {
        var value = new MatchValue(reader.Type, reader.Value);
        if (!NumberOrder.TryTruncate(value, out whole))
            return false;
        Span<byte> bytes = stackalloc byte[8];
        BitConverter.TryWriteBytes(bytes, whole);
        return NumberOrder.Compare(value, new(BsonType.Int64, bytes)) == 0;
    }
}
