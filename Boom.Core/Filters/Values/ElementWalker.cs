using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Boom.Core.Bson;

namespace Boom.Core.Filters.Values;

/// <summary>Walks the elements of a document or array in a buffer by their places, for values that outlive the walk.</summary>
struct ElementWalker
{
    readonly byte[] _buffer;
    readonly int _end;
    int _next;

    /// <exception cref="BsonFormatException">The slice holds no document.</exception>
    public ElementWalker(byte[] buffer, int start, int length)
    {
        if (length < 5 || (uint)start > (uint)(buffer.Length - length))
            throw new BsonFormatException($"A BSON document has at least 5 bytes; here are {length}.");
        var size = BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(start));
        if (size < 5 || size > length || buffer[start + size - 1] != 0)
            throw new BsonFormatException($"BSON document length {size} does not fit {length} bytes.");
        _buffer = buffer;
        _end = start + size - 1;
        _next = start + 4;
    }

    public ElementWalker(in FilterValue value)
        : this(value.Buffer, value.Start, value.Count)
    {
    }

    public BsonType Type { get; private set; }

    public int NameStart { get; private set; }

    public int NameLength { get; private set; }

    public int ValueStart { get; private set; }

    public int ValueLength { get; private set; }

    public readonly ReadOnlySpan<byte> Name => _buffer.AsSpan(NameStart, NameLength);

    public readonly FilterValue Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => FilterValue.Read(Type, _buffer, ValueStart, ValueLength);
    }

    public readonly FilterField Field => new(_buffer, NameStart, NameLength, Value);

    /// <summary>Moves to the next element; false at the end.</summary>
    public bool Next()
    {
        var at = _next;
        if (at >= _end)
            return false;
        Type = (BsonType)_buffer[at++];
        NameStart = at;
        var rest = _buffer.AsSpan(at, _end - at);
        var length = NameEnd(rest);
        NameLength = length;
        ValueStart = at + length + 1;
        var size = Size(rest[(length + 1)..]);
        if (size < 0 || size > _end - ValueStart)
            throw new BsonFormatException("A BSON element runs over the end of its document.");
        ValueLength = size;
        _next = ValueStart + size;
        return true;
    }

    // Names are short: a loop beats a vectorised search.
    static int NameEnd(ReadOnlySpan<byte> rest)
    {
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] == 0)
                return i;
        }

        throw new BsonFormatException("BSON element name without end.");
    }

    readonly int Size(ReadOnlySpan<byte> value) => Type switch
    {
        BsonType.Double or BsonType.DateTime or BsonType.Timestamp or BsonType.Int64 => 8,
        BsonType.Int32 => 4,
        BsonType.Boolean => 1,
        BsonType.Null => 0,
        BsonType.ObjectId => 12,
        BsonType.Decimal128 => 16,
        BsonType.Document or BsonType.Array => Prefixed(value, 0),
        BsonType.String => Prefixed(value, 4),
        BsonType.Binary => Prefixed(value, 5),
        _ => throw new BsonFormatException($"BSON element type 0x{(byte)Type:x2} is not one that Boom reads."),
    };

    static int Prefixed(ReadOnlySpan<byte> value, int extra)
    {
        if (value.Length < 4)
            return -1;
        var length = BinaryPrimitives.ReadInt32LittleEndian(value);
        // A string ends with a zero; a document is at least its length and a zero.
        return length < 0 || length > value.Length - extra || length + extra < 5 ? -1 : length + extra;
    }
}
