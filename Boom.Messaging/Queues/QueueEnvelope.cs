using System.Buffers.Binary;
using System.Text;
using Boom.Core.Pipeline;

namespace Boom.Messaging.Queues;

/// <summary>
/// The form in which a message lies in a queue: a header, then the payload as it is. All integers are little-endian.
/// <code>
/// offset  size  field
///      0     1  version, 1
///      1     1  length of the trace parent, ASCII
///      2     2  length of the topic, UTF-8
///      4     4  partition
///      8     8  offset
///     16     8  record time stamp, Unix milliseconds
///     24     8  enqueued at, Unix milliseconds
///     32        trace parent, topic, payload
/// </code>
/// </summary>
public static class QueueEnvelope
{
    /// <summary>Bytes of the header before its texts.</summary>
    public const int FixedHeaderLength = 32;

    const byte Version = 1;

    /// <summary>The envelope of a message.</summary>
    /// <exception cref="ArgumentException">The topic is longer than 65,535 bytes or the trace parent than 255.</exception>
    public static byte[] Encode(in QueueMessage message, long enqueuedAtMs)
    {
        var topicLength = Encoding.UTF8.GetByteCount(message.Origin.Topic);
        var traceLength = message.TraceParent?.Length ?? 0;
        if (topicLength > ushort.MaxValue)
            throw new ArgumentException($"The topic name has {topicLength} bytes; a queue takes 65,535.", nameof(message));
        if (traceLength > byte.MaxValue)
            throw new ArgumentException($"The trace parent has {traceLength} characters; a queue takes 255.", nameof(message));

        var envelope = GC.AllocateUninitializedArray<byte>(FixedHeaderLength + traceLength + topicLength + message.Payload.Length);
        var span = envelope.AsSpan();
        span[0] = Version;
        span[1] = (byte)traceLength;
        BinaryPrimitives.WriteUInt16LittleEndian(span[2..], (ushort)topicLength);
        BinaryPrimitives.WriteInt32LittleEndian(span[4..], message.Origin.Partition);
        BinaryPrimitives.WriteInt64LittleEndian(span[8..], message.Origin.Offset);
        BinaryPrimitives.WriteInt64LittleEndian(span[16..], message.Origin.TimestampMs);
        BinaryPrimitives.WriteInt64LittleEndian(span[24..], enqueuedAtMs);
        Encoding.ASCII.GetBytes(message.TraceParent, span[FixedHeaderLength..]);
        Encoding.UTF8.GetBytes(message.Origin.Topic, span[(FixedHeaderLength + traceLength)..]);
        message.Payload.Span.CopyTo(span[(FixedHeaderLength + traceLength + topicLength)..]);
        return envelope;
    }

    /// <summary>Reads an envelope; the payload is a slice of it. False when it is no envelope of this version.</summary>
    public static bool TryDecode(byte[] envelope, out QueueMessage message, out long enqueuedAtMs)
    {
        message = default;
        enqueuedAtMs = 0;
        if (envelope.Length < FixedHeaderLength || envelope[0] != Version)
            return false;

        var span = envelope.AsSpan();
        int traceLength = span[1];
        int topicLength = BinaryPrimitives.ReadUInt16LittleEndian(span[2..]);
        var payloadStart = FixedHeaderLength + traceLength + topicLength;
        if (payloadStart > envelope.Length)
            return false;

        var origin = new PacketOrigin(
            TopicOf(span.Slice(FixedHeaderLength + traceLength, topicLength)),
            BinaryPrimitives.ReadInt32LittleEndian(span[4..]),
            BinaryPrimitives.ReadInt64LittleEndian(span[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(span[16..]));
        var trace = traceLength == 0 ? null : Encoding.ASCII.GetString(span.Slice(FixedHeaderLength, traceLength));
        message = new QueueMessage(origin, trace, envelope.AsMemory(payloadStart));
        enqueuedAtMs = BinaryPrimitives.ReadInt64LittleEndian(span[24..]);
        return true;
    }

    [ThreadStatic]
    static string? s_lastTopic;

    // Nearly all messages of a queue have the topic of the one before.
    static string TopicOf(ReadOnlySpan<byte> utf8)
    {
        var last = s_lastTopic;
        if (last is not null && last.Length == utf8.Length && Ascii.Equals(utf8, last))
            return last;
        return s_lastTopic = Encoding.UTF8.GetString(utf8);
    }
}
