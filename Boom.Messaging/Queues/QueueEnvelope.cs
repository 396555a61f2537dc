using System.Buffers.Binary;
using System.Text;
using Boom.Core.Alerts;
using Boom.Core.Queues;

namespace Boom.Messaging.Queues;

/// <summary>
/// What a queue keeps of a message under its ticket: a header, and the payload when it is small; a large payload lies beside it, in
/// the hash <c>payloads</c>. All integers are little-endian.
/// <code>
/// offset  size  field
///      0     1  version, 2
///      1     1  length of the trace parent, ASCII
///      2     2  length of the topic, UTF-8
///      4     4  partition
///      8     8  offset
///     16     8  record time stamp, Unix milliseconds
///     24     8  enqueued at, Unix milliseconds
///     32     4  length of the payload, less a header that is shared
///     36    16  id of the shared header (XXH128) that goes before the payload, 0 for none
///     52        trace parent, topic, payload if it is not longer than 256 bytes
/// </code>
/// </summary>
/// <param name="Message">The message; without payload when that lies elsewhere.</param>
/// <param name="EnqueuedAtMs">When it was put in the queue, Unix milliseconds by the clock of the program that did; the server keeps its own.</param>
/// <param name="PayloadLength">Bytes of the payload, less a shared header.</param>
/// <param name="Header">Id of the shared header that goes before the payload, 0 for none.</param>
readonly record struct QueueEnvelope(QueueMessage Message, long EnqueuedAtMs, int PayloadLength, UInt128 Header)
{
    /// <summary>Bytes of the header before its texts.</summary>
    public const int FixedHeaderLength = 52;

    /// <summary>Longest payload, in bytes, that lies in the envelope itself.</summary>
    public const int MaxInlinePayload = 256;

    const byte Version = 2;

    /// <summary>Whether the message is complete as it is.</summary>
    public bool IsWhole => Header == 0 && IsInline(PayloadLength);

    /// <summary>The bytes of an envelope.</summary>
    /// <param name="message">The message; its payload without the shared header.</param>
    /// <param name="enqueuedAtMs">Unix milliseconds.</param>
    /// <param name="header">Id of the shared header, or 0.</param>
    /// <exception cref="ArgumentException">The topic is longer than 65,535 bytes or the trace parent than 255.</exception>
    public static byte[] Encode(in QueueMessage message, long enqueuedAtMs, UInt128 header)
    {
        var topicLength = Encoding.UTF8.GetByteCount(message.Origin.Topic);
        var traceLength = message.TraceParent?.Length ?? 0;
        if (topicLength > ushort.MaxValue)
            throw new ArgumentException($"The topic name has {topicLength} bytes; a queue takes 65,535.", nameof(message));
        if (traceLength > byte.MaxValue)
            throw new ArgumentException($"The trace parent has {traceLength} characters; a queue takes 255.", nameof(message));

        var inline = IsInline(message.Payload.Length) ? message.Payload.Span : default;
        var envelope = GC.AllocateUninitializedArray<byte>(FixedHeaderLength + traceLength + topicLength + inline.Length);
        var span = envelope.AsSpan();
        span[0] = Version;
        span[1] = (byte)traceLength;
        BinaryPrimitives.WriteUInt16LittleEndian(span[2..], (ushort)topicLength);
        BinaryPrimitives.WriteInt32LittleEndian(span[4..], message.Origin.Partition);
        BinaryPrimitives.WriteInt64LittleEndian(span[8..], message.Origin.Offset);
        BinaryPrimitives.WriteInt64LittleEndian(span[16..], message.Origin.TimestampMs);
        BinaryPrimitives.WriteInt64LittleEndian(span[24..], enqueuedAtMs);
        BinaryPrimitives.WriteInt32LittleEndian(span[32..], message.Payload.Length);
        BinaryPrimitives.WriteUInt128LittleEndian(span[36..], header);
        Encoding.ASCII.GetBytes(message.TraceParent, span[FixedHeaderLength..]);
        Encoding.UTF8.GetBytes(message.Origin.Topic, span[(FixedHeaderLength + traceLength)..]);
        inline.CopyTo(span[(FixedHeaderLength + traceLength + topicLength)..]);
        return envelope;
    }

    /// <summary>Reads an envelope; a payload in it is a slice of it. False when it is no envelope of this version.</summary>
    public static bool TryDecode(byte[] bytes, out QueueEnvelope envelope)
    {
        envelope = default;
        if (bytes.Length < FixedHeaderLength || bytes[0] != Version)
            return false;

        var span = bytes.AsSpan();
        int traceLength = span[1];
        int topicLength = BinaryPrimitives.ReadUInt16LittleEndian(span[2..]);
        var length = BinaryPrimitives.ReadInt32LittleEndian(span[32..]);
        var payloadStart = FixedHeaderLength + traceLength + topicLength;
        if (length < 0 || bytes.Length != payloadStart + (IsInline(length) ? length : 0))
            return false;

        var origin = new PacketOrigin(
            TopicOf(span.Slice(FixedHeaderLength + traceLength, topicLength)),
            BinaryPrimitives.ReadInt32LittleEndian(span[4..]),
            BinaryPrimitives.ReadInt64LittleEndian(span[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(span[16..]));
        var trace = traceLength == 0 ? null : Encoding.ASCII.GetString(span.Slice(FixedHeaderLength, traceLength));
        envelope = new QueueEnvelope(
            new QueueMessage(origin, trace, bytes.AsMemory(payloadStart)),
            BinaryPrimitives.ReadInt64LittleEndian(span[24..]),
            length,
            BinaryPrimitives.ReadUInt128LittleEndian(span[36..]));
        return true;
    }

    /// <summary>Whether a payload of this length lies in the envelope itself.</summary>
    public static bool IsInline(int payloadLength) => payloadLength <= MaxInlinePayload;

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
