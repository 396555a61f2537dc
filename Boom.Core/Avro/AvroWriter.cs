using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace Boom.Core.Avro;

/// <summary>
/// Writes the primitives of Avro's binary encoding (Avro 1.12 specification, "Binary Encoding") into one span. Every method checks its
/// bounds and throws <see cref="InvalidOperationException"/> when the span is too short; none allocates.
/// </summary>
/// <param name="destination">Where to write; long enough for everything.</param>
public ref struct AvroWriter(Span<byte> destination)
{
    readonly Span<byte> _destination = destination;
    int _position;

    /// <summary>Bytes written so far.</summary>
    public readonly int Position => _position;

    /// <summary>What is written so far.</summary>
    public readonly ReadOnlySpan<byte> Written => _destination[.._position];

    /// <summary>An int: zig-zag variable-length.</summary>
    public void WriteInt(int value) => WriteLong(value);

    /// <summary>A long: zig-zag variable-length.</summary>
    public void WriteLong(long value)
    {
        var bits = (ulong)((value << 1) ^ (value >> 63));
        while (bits >= 0x80)
        {
            Take(1)[0] = (byte)(bits | 0x80);
            bits >>= 7;
        }

        Take(1)[0] = (byte)bits;
    }

    /// <summary>A float: four bytes, little-endian.</summary>
    public void WriteFloat(float value) => BinaryPrimitives.WriteSingleLittleEndian(Take(4), value);

    /// <summary>A double: eight bytes, little-endian.</summary>
    public void WriteDouble(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Take(8), value);

    /// <summary>Bytes: length, then the bytes.</summary>
    public void WriteBytes(scoped ReadOnlySpan<byte> value)
    {
        WriteLong(value.Length);
        value.CopyTo(Take(value.Length));
    }

    /// <summary>Fixed-length bytes: without length.</summary>
    public void WriteFixed(scoped ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    /// <summary>A string that is UTF-8 already.</summary>
    public void WriteString(scoped ReadOnlySpan<byte> utf8) => WriteBytes(utf8);

    /// <summary>A string.</summary>
    public void WriteString(scoped ReadOnlySpan<char> value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        WriteLong(length);
        Encoding.UTF8.GetBytes(value, Take(length));
    }

    /// <summary>Which branch of a union follows.</summary>
    public void WriteUnionIndex(int index) => WriteLong(index);

    /// <summary>Begins a block of an array or map; write the items next.</summary>
    /// <param name="count">Items of the block; nothing is written when it is 0.</param>
    public void WriteBlockStart(int count)
    {
        if (count > 0)
            WriteLong(count);
    }

    /// <summary>Ends an array or map.</summary>
    public void WriteBlocksEnd() => WriteLong(0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Span<byte> Take(int length)
    {
        if ((uint)length > (uint)(_destination.Length - _position))
            ThrowFull(length);
        var taken = _destination.Slice(_position, length);
        _position += length;
        return taken;
    }

    [DoesNotReturn]
    readonly void ThrowFull(int length) => throw new InvalidOperationException(
        $"the Avro datum does not fit: {length} bytes more at position {_position} of {_destination.Length}");
}
