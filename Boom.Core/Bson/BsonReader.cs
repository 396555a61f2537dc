using System.Buffers.Binary;
using System.Text;

namespace Boom.Core.Bson;

/// <summary>
/// Walks the elements of one BSON document without copying. After each successful <see cref="Read"/> the current element is
/// described by <see cref="Type"/>, <see cref="Name"/> and <see cref="Value"/>; use another reader on <see cref="Value"/> to go inside.
/// Throws <see cref="BsonFormatException"/> on bytes that are not BSON.
/// </summary>
public ref struct BsonReader
{
    readonly ReadOnlySpan<byte> _document;
    int _position;

    /// <param name="document">The document: its length prefix, elements and final zero. Longer memory is allowed.</param>
    public BsonReader(ReadOnlySpan<byte> document)
    {
        if (document.Length < 5)
            throw new BsonFormatException($"A BSON document has at least 5 bytes; here are {document.Length}.");
        var length = BinaryPrimitives.ReadInt32LittleEndian(document);
        if (length < 5 || length > document.Length || document[length - 1] != 0)
            throw new BsonFormatException($"BSON document length {length} does not fit {document.Length} bytes.");
        _document = document[..length];
        _position = 4;
    }

    /// <summary>Type of the current element.</summary>
    public BsonType Type { get; private set; }

    /// <summary>Name of the current element, UTF-8, without its zero.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Encoded value of the current element; of a document, array, string or binary with its length prefix.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The current element whole: type, name and value.</summary>
    public ReadOnlySpan<byte> Element { get; private set; }

    /// <summary>Moves to the next element; false at the end.</summary>
    public bool Read()
    {
        var start = _position;
        if (start >= _document.Length - 1)
            return false;
        Type = (BsonType)_document[start];
        var rest = _document[(start + 1)..^1];
        var nameLength = rest.IndexOf((byte)0);
        if (nameLength < 0)
            throw new BsonFormatException("BSON element name without end.");
        Name = rest[..nameLength];
        var value = rest[(nameLength + 1)..];
        var length = ValueLength(Type, value);
        if (length < 0 || length > value.Length)
            throw new BsonFormatException($"BSON element '{Encoding.UTF8.GetString(Name)}' runs over the end of its document.");
        Value = value[..length];
        _position = start + 1 + nameLength + 1 + length;
        Element = _document[start.._position];
        return true;
    }

    /// <summary>Moves to the element of this name, from the current place on; false when there is none.</summary>
    public bool Find(ReadOnlySpan<byte> name)
    {
        while (Read())
        {
            if (Name.SequenceEqual(name))
                return true;
        }

        return false;
    }

    /// <summary>The current number (double, int32, int64) as a double; NaN for any other type.</summary>
    public readonly double AsDouble() => Type switch
    {
        BsonType.Double => BinaryPrimitives.ReadDoubleLittleEndian(Value),
        BsonType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(Value),
        BsonType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(Value),
        _ => double.NaN,
    };

    /// <summary>The current whole number (int32, int64, date) as an int64.</summary>
    public readonly long AsInt64() => Type switch
    {
        BsonType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(Value),
        BsonType.Int64 or BsonType.DateTime => BinaryPrimitives.ReadInt64LittleEndian(Value),
        _ => throw new BsonFormatException($"'{Encoding.UTF8.GetString(Name)}' is a {Type}, not a whole number."),
    };

    /// <summary>The current boolean.</summary>
    public readonly bool AsBoolean() => Type == BsonType.Boolean
        ? Value[0] != 0
        : throw new BsonFormatException($"'{Encoding.UTF8.GetString(Name)}' is a {Type}, not a boolean.");

    /// <summary>The current string as UTF-8 bytes.</summary>
    public readonly ReadOnlySpan<byte> AsUtf8() => Type == BsonType.String
        ? Value[4..^1]
        : throw new BsonFormatException($"'{Encoding.UTF8.GetString(Name)}' is a {Type}, not a string.");

    /// <summary>The current string.</summary>
    public readonly string AsString() => Encoding.UTF8.GetString(AsUtf8());

    /// <summary>The current binary's bytes.</summary>
    public readonly ReadOnlySpan<byte> AsBinary() => Type == BsonType.Binary
        ? Value[5..]
        : throw new BsonFormatException($"'{Encoding.UTF8.GetString(Name)}' is a {Type}, not binary.");

    static int ValueLength(BsonType type, ReadOnlySpan<byte> value) => type switch
    {
        BsonType.Double or BsonType.DateTime or BsonType.Timestamp or BsonType.Int64 => 8,
        BsonType.Int32 => 4,
        BsonType.Boolean => 1,
        BsonType.Null => 0,
        BsonType.ObjectId => 12,
        BsonType.Decimal128 => 16,
        BsonType.Document or BsonType.Array => Prefixed(value, 0, 5),
        BsonType.String => Prefixed(value, 4, 5),
        BsonType.Binary => Prefixed(value, 5, 5),
        _ => throw new BsonFormatException($"BSON element type 0x{(byte)type:x2} is not one that Boom reads."),
    };

    static int Prefixed(ReadOnlySpan<byte> value, int extra, int minimum)
    {
        if (value.Length < 4)
            return -1;
        var length = BinaryPrimitives.ReadInt32LittleEndian(value);
        return length < 0 || length > value.Length - extra || length + extra < minimum ? -1 : length + extra;
    }
}

/// <summary>Bytes that are not a BSON document of the types Boom knows.</summary>
public sealed class BsonFormatException(string message) : FormatException(message);
