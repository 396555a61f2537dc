using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Messaging.Queues;
using CsCheck;
using Xunit;

namespace Boom.Tests.Messaging.Queues;

public sealed class QueueEnvelopeTests
{
    static readonly Gen<PacketOrigin> Origins = Gen.Select(
        Gen.String[0, 50], Gen.Int, Gen.Long, Gen.Long, (topic, partition, offset, timestamp) => new PacketOrigin(topic, partition, offset, timestamp));

    static readonly Gen<string> Traces = Gen.String[Gen.Char['!', '~'], 0, 255];

    [Fact]
    public void TryDecode_AnyMessage_ComesBack() => Gen.Select(Origins, Traces, Gen.Byte.Array[0, 2 * QueueEnvelope.MaxInlinePayload], Gen.Long, Gen.ULong)
        .Sample((origin, trace, payload, atMs, header) =>
    {
        // A lone surrogate is no text that a topic can have.
        if (origin.Topic.Any(char.IsSurrogate))
            return true;
        var envelope = QueueEnvelope.Encode(new QueueMessage(origin, trace, payload), atMs, header);
        var inline = QueueEnvelope.IsInline(payload.Length) ? payload : [];
        return QueueEnvelope.TryDecode(envelope, out var content)
            && content.Message.Origin == origin
            && (content.Message.TraceParent ?? "") == trace
            && content.Message.Payload.Span.SequenceEqual(inline)
            && (content.PayloadLength, content.EnqueuedAtMs, content.Header) == (payload.Length, atMs, header);
    });

    [Fact]
    public void TryDecode_AnyBytes_NeverThrows() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        if (bytes.Length > 0)
            bytes[0] = 2;
        return !QueueEnvelope.TryDecode(bytes, out var content)
            || content.Message.Payload.Length <= bytes.Length - QueueEnvelope.FixedHeaderLength;
    });

    [Fact]
    public void TryDecode_OtherVersion_IsRefused()
    {
        var envelope = QueueEnvelope.Encode(new QueueMessage(new PacketOrigin("t", 0, 0, 0), null, default), 0, 0);
        envelope[0] = 1;

        Assert.False(QueueEnvelope.TryDecode(envelope, out _));
    }

    [Fact]
    public void Encode_TraceParentTooLong_SaysSo()
    {
        var message = new QueueMessage(new PacketOrigin("t", 0, 0, 0), new string('a', 256), default);

        Assert.Contains("256", Assert.Throws<ArgumentException>(() => QueueEnvelope.Encode(message, 0, 0)).Message, StringComparison.Ordinal);
    }
}
