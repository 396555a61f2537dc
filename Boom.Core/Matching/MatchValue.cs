using System.Buffers.Binary;
using Boom.Core.Bson;

namespace Boom.Core.Matching;

/// <summary>One value of a document, as a path finds it; the default is a missing value.</summary>
readonly ref struct MatchValue(BsonType type, ReadOnlySpan<byte> bytes)
{
    public BsonType Type { get; } = type;

    /// <summary>The encoded value, of documents, arrays, strings and binaries with its length prefix.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    public bool IsMissing => Type == default;

    public bool IsNumber => Type is BsonType.Double or BsonType.Int32 or BsonType.Int64 or BsonType.Decimal128;

    public bool IsNaN => Type switch
    {
        BsonType.Double => double.IsNaN(AsDouble()),
        BsonType.Decimal128 => ExactNumber.Of(this).IsNaN,
        _ => false,
    };

    /// <summary>The value of a double.</summary>
    public double AsDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Bytes);

    /// <summary>The value of an int32, an int64 or a date.</summary>
    public long AsInt64() => Type == BsonType.Int32 ? BinaryPrimitives.ReadInt32LittleEndian(Bytes) : BinaryPrimitives.ReadInt64LittleEndian(Bytes);

    /// <summary>The bytes of a string.</summary>
    public ReadOnlySpan<byte> AsUtf8() => Bytes[4..^1];
}
