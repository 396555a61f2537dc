using System.Text;
using Boom.Core.Alerts;
using Confluent.Kafka;

namespace Boom.Messaging.Kafka;

/// <content>What the records of the client are to Boom.</content>
public sealed partial class KafkaPacketConsumer
{
    /// <summary>Unix milliseconds; 0 when the broker gave no time.</summary>
    internal static long TimestampMsOf(Timestamp timestamp) => timestamp.Type == TimestampType.NotAvailable ? 0 : Math.Max(0, timestamp.UnixTimestampMs);

    // Null when nothing came in time, or only the news that a partition is read to its end.
    ConsumeResult<Ignore, ReadOnlyMemory<byte>>? ConsumeOne(TimeSpan timeout)
    {
        try
        {
            if (_consumer.Consume(timeout) is not { } record)
                return null;
            _errors.Clear();
            if (_absent.Count > 0 && _absent.Contains(record.TopicPartition))
                return null;
            var (partition, offset) = (record.TopicPartition, record.Offset.Value);
            Positions.Reach(partition, offset, record.IsPartitionEOF, Positions.IsJump(partition, offset) ? ReadBeginning(partition) : 0);
            return record.IsPartitionEOF ? null : record;
        }
        catch (ConsumeException fault) when (fault.Error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic)
        {
            // The night has no topic yet; it is found when it comes into being.
            return null;
        }
        catch (ConsumeException fault) when (!fault.Error.IsFatal && !KafkaFaults.IsPermanent(fault.Error))
        {
            if (fault.ConsumerRecord is { } at)
                KafkaClientLog.PartitionFailed(_logger, at.Topic, at.Partition.Value, fault.Error.Reason);
            else
                KafkaClientLog.ClientError(_logger, fault.Error.Reason);
            return null;
        }
        catch (KafkaException fault)
        {
            throw _errors.Of(fault, $"poll at {_brokers}");
        }
    }

    long ReadBeginning(TopicPartition partition) => FindBeginning(partition) ?? _consumer.QueryWatermarkOffsets(partition, WatermarkTimeout).Low.Value;

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
        public ReadOnlyMemory<byte> Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) => consumer._arenas[consumer._arena].Add(data);
    }
}
