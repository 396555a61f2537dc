using System.Buffers.Binary;
using System.Text;

namespace Boom.Embedded.Readers;

/// <summary>Reads fields of Kafka's protocol, of versions before the compact ones.</summary>
/// <param name="bytes">What they lie in.</param>
ref struct KafkaBytes(ReadOnlySpan<byte> bytes)
{
    readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Number of the next byte.</summary>
    public int Position { get; private set; }

    public byte Byte() => Take(sizeof(byte))[0];

    public short Int16() => BinaryPrimitives.ReadInt16BigEndian(Take(sizeof(short)));

    public int Int32() => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));

    /// <summary>A text; null for one of length -1.</summary>
    public string? String() => Int16() is >= 0 and var length ? Encoding.UTF8.GetString(Take(length)) : null;

    /// <summary>Bytes after their number.</summary>
    public ReadOnlySpan<byte> Bytes() => Take(Int32());

    /// <exception cref="InvalidDataException">There are not so many.</exception>
    ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _bytes.Length - Position)
            throw new InvalidDataException("A request or answer of Kafka's protocol ends too early.");
        Position += count;
        return _bytes.Slice(Position - count, count);
    }
}
