using System.Text;
using Boom.Core.Pipeline;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Boom.Messaging.Kafka;

/// <summary>
/// A thin layer over the Kafka consumer: batches, start offsets given by the caller, pausing that survives rebalances. Not thread-safe; all
/// calls from one thread at a time.
/// </summary>
public sealed class KafkaPacketConsumer : IDisposable
{
    readonly IConsumer<Ignore, ReadOnlyMemory<byte>> _consumer;
    readonly Func<string, int, long> _firstOffset;
    readonly ILogger _logger;
    readonly PacketArena[] _arenas = [new(), new()];
    readonly Dictionary<TopicPartition, long> _positions = [];
    int _arena;
    bool _filled;
    bool _paused;
    bool _assigned;
    Exception? _assignmentFault;

    /// <summary>A consumer of the group.</summary>
    /// <param name="settings">Brokers and group.</param>
    /// <param name="firstOffset">
    /// Asked at every assignment: the first offset of topic and partition that is due. It may block, and may throw
    /// <see cref="TransientFaultException"/>, which the next poll throws again.
    /// </param>
    /// <param name="logger">Hears what the client says.</param>
    public KafkaPacketConsumer(KafkaConsumerSettings settings, Func<string, int, long> firstOffset, ILogger logger)
    {
        _firstOffset = firstOffset;
        _logger = logger;
        _consumer = new ConsumerBuilder<Ignore, ReadOnlyMemory<byte>>(settings.ToConfig())
            .SetValueDeserializer(new PacketDeserializer(this))
            .SetPartitionsAssignedHandler((_, partitions) => Position(partitions))
            .SetErrorHandler((_, error) => KafkaClientLog.ClientError(_logger, error.Reason))
            .SetLogHandler((_, message) => KafkaClientLog.Forward(_logger, message))
            .Build();
    }

    /// <summary>Subscribes to topics by name, or by regular expression when a name begins with <c>^</c>.</summary>
    public void Subscribe(IReadOnlyList<string> topics) => _consumer.Subscribe(topics);

    /// <summary>W3C trace context of the span of the last poll that gave packets; null when it is not traced.</summary>
    public string? TraceParent { get; private set; }

    /// <summary>Partitions that this consumer reads.</summary>
    public IReadOnlyList<TopicPartition> Assignment => _consumer.Assignment;

    /// <summary>One past the last offset of a partition, as the broker said with the last fetch; null before there was one.</summary>
    public long? FindEnd(TopicPartition partition) =>
        _consumer.GetWatermarkOffsets(partition) is { } marks && marks.High.Value >= 0 ? marks.High.Value : null;

    /// <summary>
    /// Fills the batch with up to <paramref name="maxCount"/> packets or <paramref name="maxBytes"/> bytes (the last packet may go over),
    /// waiting no longer than <paramref name="linger"/>; blocks. The packets of the last poll that gave some stay valid; those of earlier ones do not.
    /// </summary>
    /// <exception cref="TransientFaultException">The client has failed for good and must be made again, or start offsets could not be had.</exception>
    public void Poll(List<KafkaPacket> batch, int maxCount, long maxBytes, TimeSpan linger, TimeProvider timeProvider)
    {
        var started = timeProvider.GetTimestamp();
        Fill(batch, maxCount, maxBytes, linger, started, timeProvider);
        if (batch.Count > 0)
            TraceParent = KafkaTelemetry.Received(batch, timeProvider.GetElapsedTime(started), timeProvider.GetUtcNow());
    }

    void Fill(List<KafkaPacket> batch, int maxCount, long maxBytes, TimeSpan linger, long started, TimeProvider timeProvider)
    {
        batch.Clear();
        if (_filled)
            _arena = 1 - _arena;
        _filled = false;
        _arenas[_arena].Clear();
        long bytes = 0;
        while (batch.Count < maxCount && bytes < maxBytes)
        {
            var left = linger - timeProvider.GetElapsedTime(started);
            var record = ConsumeOne(left > TimeSpan.Zero ? left : TimeSpan.Zero);
            if (Interlocked.Exchange(ref _assignmentFault, null) is { } fault)
                throw new TransientFaultException("The ledger could not be read for newly assigned partitions.", fault);
            if (record is null)
            {
                if (left <= TimeSpan.Zero || timeProvider.GetElapsedTime(started) >= linger)
                    return;
                continue;
            }

            _positions[record.TopicPartition] = record.Offset.Value + 1;
            var packet = ToPacket(record);
            bytes += packet.Payload.Length;
            batch.Add(packet);
            _filled = true;
        }
    }

    /// <summary>
    /// Stops or resumes fetching; polling goes on either way and keeps the membership of the group. False when that is how it was.
    /// </summary>
    public bool SetPaused(bool paused)
    {
        var changes = paused != _paused;
        if (!changes && !_assigned)
            return false;
        _paused = paused;
        _assigned = false;
        ApplyPause(_consumer.Assignment);
        return changes;
    }

    /// <summary>
    /// A sign of life to the group while nothing may be read, with the partitions paused. A packet that slips through is read again later.
    /// </summary>
    /// <exception cref="TransientFaultException">As of <see cref="Poll"/>.</exception>
    public void KeepMembership()
    {
        if (ConsumeOne(TimeSpan.Zero) is { } record)
            Seek(record.Topic, record.Partition.Value, record.Offset.Value);
    }

    /// <summary>Goes back to an offset, to read again what was lost on the way.</summary>
    public void Seek(string topic, int partition, long offset)
    {
        var position = new TopicPartition(topic, partition);
        _positions[position] = offset;
        try
        {
            _consumer.Seek(new TopicPartitionOffset(position, offset));
        }
        catch (KafkaException fault)
        {
            throw KafkaFaults.ToTransient(fault, $"seek in {topic}[{partition}]");
        }
    }

    /// <summary>
    /// Tells the group how far the ledger is without a gap. It informs tools that watch the group; a start never depends on it.
    /// </summary>
    public void Commit(IEnumerable<TopicPartitionOffset> offsets)
    {
        try
        {
            _consumer.Commit(offsets);
        }
        catch (KafkaException fault)
        {
            KafkaClientLog.CommitFailed(_logger, fault.Error.Reason);
        }
    }

    /// <summary>Leaves the group.</summary>
    public void Dispose()
    {
        try
        {
            _consumer.Close();
        }
        catch (KafkaException fault)
        {
            KafkaClientLog.ClientError(_logger, fault.Error.Reason);
        }

        _consumer.Dispose();
        foreach (var arena in _arenas)
            arena.Dispose();
    }

    ConsumeResult<Ignore, ReadOnlyMemory<byte>>? ConsumeOne(TimeSpan timeout)
    {
        try
        {
            return _consumer.Consume(timeout);
        }
        catch (ConsumeException fault) when (fault.Error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic)
        {
            // The night has no topic yet; it is found when it comes into being.
            return null;
        }
        catch (ConsumeException fault) when (!fault.Error.IsFatal)
        {
            var at = fault.ConsumerRecord;
            KafkaClientLog.PartitionFailed(_logger, at?.Topic ?? "?", at?.Partition.Value ?? -1, fault.Error.Reason);
            return null;
        }
        catch (KafkaException fault)
        {
            throw KafkaFaults.ToTransient(fault, "poll");
        }
    }

    IEnumerable<TopicPartitionOffset> Position(List<TopicPartition> partitions)
    {
        // Partitions come unpaused.
        _assigned = true;
        var positioned = new List<TopicPartitionOffset>(partitions.Count);
        try
        {
            foreach (var partition in partitions)
            {
                // What this consumer has read already is in the queue or in the ledger.
                var offset = Math.Max(_firstOffset(partition.Topic, partition.Partition.Value), _positions.GetValueOrDefault(partition));
                KafkaClientLog.Positioned(_logger, partition.Topic, partition.Partition.Value, offset);
                positioned.Add(new TopicPartitionOffset(partition, offset == 0 ? Offset.Beginning : new Offset(offset)));
            }
        }
        catch (Exception fault)
        {
            // An exception must not cross the native client; the next poll reports it.
            _assignmentFault = fault;
            positioned.Clear();
            foreach (var partition in partitions)
                positioned.Add(new TopicPartitionOffset(partition, Offset.Beginning));
        }

        return positioned;
    }

    void ApplyPause(List<TopicPartition> partitions)
    {
        if (partitions.Count == 0)
            return;
        if (_paused)
            _consumer.Pause(partitions);
        else
            _consumer.Resume(partitions);
    }

    static KafkaPacket ToPacket(ConsumeResult<Ignore, ReadOnlyMemory<byte>> record)
    {
        var timestampMs = record.Message.Timestamp.Type == TimestampType.NotAvailable ? 0 : record.Message.Timestamp.UnixTimestampMs;
        var origin = new PacketOrigin(record.Topic, record.Partition.Value, record.Offset.Value, timestampMs);
        string? trace = null;
        var lost = false;
        if (record.Message.Headers is { Count: > 0 } headers)
        {
            if (headers.TryGetLastBytes(KafkaHeaders.TraceParent, out var bytes) && bytes is { Length: > 0 and < 256 } && Ascii.IsValid(bytes))
                trace = Encoding.ASCII.GetString(bytes);
            lost = headers.TryGetLastBytes(KafkaHeaders.Lost, out _);
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
