using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Boom.Embedded.Readers;

/// <summary>An answer of Kafka's protocol that is put together: its size, then the number of the request.</summary>
sealed class KafkaAnswer
{
    readonly ArrayBufferWriter<byte> _bytes = new();

    /// <param name="correlation">Number of the request.</param>
    public KafkaAnswer(int correlation) => Int32(0).Int32(correlation);

    public KafkaAnswer Byte(byte value)
    {
        _bytes.Write([value]);
        return this;
    }

    public KafkaAnswer Int16(int value)
    {
        BinaryPrimitives.WriteInt16BigEndian(_bytes.GetSpan(sizeof(short)), (short)value);
        _bytes.Advance(sizeof(short));
        return this;
    }

    public KafkaAnswer Int32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_bytes.GetSpan(sizeof(int)), value);
        _bytes.Advance(sizeof(int));
        return this;
    }

    public KafkaAnswer String(string? value)
    {
        if (value is null)
            return Int16(-1);
        var bytes = Encoding.UTF8.GetBytes(value);
        Int16(bytes.Length);
        _bytes.Write(bytes);
        return this;
    }

    public KafkaAnswer Bytes(ReadOnlySpan<byte> value)
    {
        Int32(value.Length);
        _bytes.Write(value);
        return this;
    }

    /// <summary>All of it.</summary>
    public byte[] ToArray()
    {
        var bytes = _bytes.WrittenSpan.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(bytes, bytes.Length - sizeof(int));
        return bytes;
    }
}
