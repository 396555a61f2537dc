using System.Text;
using Boom.Core.Pipeline;
using Confluent.Kafka;

namespace Boom.Messaging.Kafka;

/// <content>What the records of the client are to Boom.</content>
public sealed partial class KafkaPacketConsumer
{
    /// <summary>Unix milliseconds; 0 when the broker gave no time.</summary>
    internal static long TimestampMsOf(Timestamp timestamp) =>
        timestamp.Type == TimestampType.NotAvailable ? 0 : Math.Max(0, timestamp.UnixTimestampMs);

    KafkaPacket ToPacket(ConsumeResult<Ignore, ReadOnlyMemory<byte>> record)
    {
        var origin = new PacketOrigin(record.Topic, record.Partition.Value, record.Offset.Value, TimestampMsOf(record.Message.Timestamp));
        string? trace = null;
        var lost = false;
        if (record.Message.Headers is { Count: > 0 } headers)
        {
            if (headers.TryGetLastBytes(KafkaHeaders.TraceParent, out var bytes) && bytes is { Length: > 0 and < 256 } && Ascii.IsValid(bytes))
                trace = Encoding.ASCII.GetString(bytes);
            lost = _isEmbedded && headers.TryGetLastBytes(KafkaHeaders.Lost, out _);
        }

        return new KafkaPacket(origin, trace, record.Message.Value, lost);
    }

    // The client's own deserialiser makes an array of each packet.
    sealed class PacketDeserializer(KafkaPacketConsumer consumer) : IDeserializer<ReadOnlyMemory<byte>>
    {
        public ReadOnlyMemory<byte> Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) =>
            consumer._arenas[consumer._arena].Add(data);
    }
}
