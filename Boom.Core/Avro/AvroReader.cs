using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace Boom.Core.Avro;

/// <summary>
/// Reads the primitives of Avro's binary encoding (Avro 1.12 specification, "Binary Encoding") from one span. Every method checks its
/// bounds and throws <see cref="AvroFormatException"/>; none allocates but those that return a string.
/// </summary>
/// <param name="data">What to read.</param>
/// <param name="strings">Cache of short strings that repeat; null for none.</param>
ref struct AvroReader(ReadOnlySpan<byte> data, AvroStringCache? strings = null)
{
    readonly ReadOnlySpan<byte> _data = data;
    readonly AvroStringCache? _strings = strings;
    int _position;

    /// <summary>Bytes read so far.</summary>
    public readonly int Position => _position;

    /// <summary>Bytes left.</summary>
    public readonly int Remaining => _data.Length - _position;

    /// <summary>A boolean: one byte, 0 or 1.</summary>
    public bool ReadBoolean()
    {
        if (_position >= _data.Length)
            ThrowTruncated("a boolean");
        var value = _data[_position];
        if (value > 1)
            ThrowCorrupt($"a boolean of value {value}");
        _position++;
        return value == 1;
    }

    /// <summary>An int: zig-zag variable-length, at most five bytes.</summary>
    public int ReadInt()
    {
        var value = ReadLong();
        if (value != (int)value)
            ThrowCorrupt($"an int of value {value}");
        return (int)value;
    }

    /// <summary>A long: zig-zag variable-length, at most ten bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long ReadLong()
    {
        if (_position < _data.Length && _data[_position] < 0x80)
        {
            uint single = _data[_position++];
            return (long)(single >> 1) ^ -(long)(single & 1);
        }

        return ReadLongSlow();
    }

    /// <summary>A float: four bytes, little-endian.</summary>
    public float ReadFloat()
    {
        if (Remaining < 4)
            ThrowTruncated("a float");
        var value = BinaryPrimitives.ReadSingleLittleEndian(_data[_position..]);
        _position += 4;
        return value;
    }

    /// <summary>A double: eight bytes, little-endian.</summary>
    public double ReadDouble()
    {
        if (Remaining < 8)
            ThrowTruncated("a double");
        var value = BinaryPrimitives.ReadDoubleLittleEndian(_data[_position..]);
        _position += 8;
        return value;
    }

    /// <summary>Bytes or a string, left in place.</summary>
    public AvroSlice ReadSlice()
    {
        var length = ReadLength();
        var slice = new AvroSlice(_position, length);
        _position += length;
        return slice;
    }

    public string ReadString()
    {
        var length = ReadLength();
        var bytes = _data.Slice(_position, length);
        _position += length;
        return _strings is null ? Encoding.UTF8.GetString(bytes) : _strings.Get(bytes);
    }

    /// <summary>A flag written as a boolean.</summary>
    public AvroFlag ReadFlagBoolean() => new(ReadBoolean());

    /// <summary>A flag written as a number: 1 is true.</summary>
    public AvroFlag ReadFlagNumber() => new(ReadLong() == 1);

    /// <summary>A flag written as text: <c>t</c>, <c>true</c> or <c>1</c> in any case is true, any other text false.</summary>
    public AvroFlag ReadFlag()
    {
        var length = ReadLength();
        var text = _data.Slice(_position, length);
        _position += length;
        return new AvroFlag(text is [(byte)'t' or (byte)'T' or (byte)'1'] || Ascii.EqualsIgnoreCase(text, "true"u8));
    }

    /// <summary>A union's branch index, in [0, <paramref name="branchCount"/>).</summary>
    public int ReadBranch(int branchCount)
    {
        var index = ReadLong();
        if ((ulong)index >= (ulong)branchCount)
            ThrowCorrupt($"branch {index} of a union of {branchCount}");
        return (int)index;
    }

    /// <summary>Branch index of a union of null and one other type; true when the value is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool ReadPresence(int nullIndex)
    {
        if (_position < _data.Length && _data[_position] is 0 or 2)
            return (_data[_position++] >> 1) != nullIndex;
        return ReadBranch(2) != nullIndex;
    }

    public float? ReadNullableFloat(int nullIndex) => ReadPresence(nullIndex) ? ReadFloat() : null;

    public double? ReadNullableDouble(int nullIndex) => ReadPresence(nullIndex) ? ReadDouble() : null;

    public int? ReadNullableInt(int nullIndex) => ReadPresence(nullIndex) ? ReadInt() : null;

    public long? ReadNullableLong(int nullIndex) => ReadPresence(nullIndex) ? ReadLong() : null;

    public string? ReadNullableString(int nullIndex) => ReadPresence(nullIndex) ? ReadString() : null;

    /// <summary>Passes over a value of fixed size.</summary>
    public void Skip(int byteCount)
    {
        if (Remaining < byteCount)
            ThrowTruncated($"a value of {byteCount} bytes");
        _position += byteCount;
    }

    public void SkipLong() => ReadLong();

    public void SkipSlice()
    {
        // In two steps: ReadLength moves the position itself.
        var length = ReadLength();
        _position += length;
    }

    public void SkipNullable(int nullIndex, int byteCount)
    {
        if (ReadPresence(nullIndex))
            Skip(byteCount);
    }

    public void SkipNullableLong(int nullIndex)
    {
        if (ReadPresence(nullIndex))
            ReadLong();
    }

    public void SkipNullableSlice(int nullIndex)
    {
        if (ReadPresence(nullIndex))
            SkipSlice();
    }

    /// <summary>
    /// The head of the next block of an array or map: the number of items, 0 at the end. A count that cannot fit the bytes left is an
    /// error, so a caller may allocate by it.
    /// </summary>
    /// <param name="minimumItemBytes">Least size of one item; items of no size count as one byte.</param>
    /// <param name="blockBytes">Size of the block when the writer gave it, else -1.</param>
    public int ReadBlock(int minimumItemBytes, out int blockBytes)
    {
        var count = ReadLong();
        blockBytes = -1;
        if (count < 0)
        {
            if (count == long.MinValue)
                ThrowCorrupt("an array block of impossible count");
            count = -count;
            var size = ReadLong();
            if (size < 0 || size > Remaining)
                ThrowCorrupt($"an array block of {size} bytes where {Remaining} are left");
            blockBytes = (int)size;
        }

        if (count > Remaining / Math.Max(1, minimumItemBytes))
            ThrowCorrupt($"an array block of {count} items where {Remaining} bytes are left");
        return (int)count;
    }

    int ReadLength()
    {
        var length = ReadLong();
        if ((ulong)length > (ulong)Remaining)
        {
            if (length < 0)
                ThrowCorrupt($"a length of {length}");
            ThrowTruncated($"a value of {length} bytes");
        }

        return (int)length;
    }

    long ReadLongSlow()
    {
        ulong raw = 0;
        var start = _position;
        for (var shift = 0; ; shift += 7)
        {
            if (_position >= _data.Length)
            {
                _position = start;
                ThrowTruncated("a number");
            }

            var part = _data[_position++];
            if (shift == 63 && part > 1)
            {
                _position = start;
                ThrowCorrupt("a number of more than 64 bits");
            }

            raw |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return (long)(raw >> 1) ^ -(long)(raw & 1);
        }
    }

    [DoesNotReturn]
    readonly void ThrowTruncated(string what) =>
        throw new AvroFormatException(AvroFault.Truncated, $"the data end inside {what}", _position);

    [DoesNotReturn]
    readonly void ThrowCorrupt(string what) => throw new AvroFormatException(AvroFault.Corrupt, $"the data hold {what}", _position);
}
