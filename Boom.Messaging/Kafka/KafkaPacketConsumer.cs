using System.Runtime.ExceptionServices;
using Boom.Core.Alerts;
using Boom.Core.Resilience;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Boom.Messaging.Kafka;

/// <summary>
/// A thin layer over the Kafka consumer: batches, start offsets given by the caller, pausing that survives rebalances. Not thread-safe; all
/// calls from one thread at a time.
/// </summary>
public sealed partial class KafkaPacketConsumer : IDisposable
{
    static readonly TimeSpan WatermarkTimeout = TimeSpan.FromSeconds(10);
    static readonly TimeSpan ClosingPatience = TimeSpan.FromSeconds(15);

    readonly IConsumer<Ignore, ReadOnlyMemory<byte>> _consumer;
    readonly Func<IReadOnlyList<TopicPartition>, IReadOnlyList<long?>> _firstOffsets;
    readonly ILogger _logger;
    readonly PacketArena[] _arenas = [new(), new()];
    readonly KafkaErrors _errors = new();
    readonly string _brokers;
    readonly bool _isEmbedded;
    int _arena;
    bool _filled;
    bool _paused;
    bool _assigned;
    volatile bool _linkLost;
    Exception? _assignmentFault;

    /// <summary>A consumer of the group.</summary>
    /// <param name="settings">Brokers and group.</param>
    /// <param name="firstOffsets">
    /// Asked at every assignment, with the partitions: of each the first offset that is due, null when the broker has no such partition: of one that comes to be
    /// polls give nothing before <see cref="Seek"/>. It may block, and may throw; the next poll throws the same.
    /// </param>
    /// <param name="logger">Hears what the client says.</param>
    public KafkaPacketConsumer(KafkaConsumerSettings settings, Func<IReadOnlyList<TopicPartition>, IReadOnlyList<long?>> firstOffsets, ILogger logger)
    {
        _firstOffsets = firstOffsets;
        _logger = logger;
        _brokers = settings.BootstrapServers;
        _isEmbedded = settings.IsEmbedded;
        _consumer = new ConsumerBuilder<Ignore, ReadOnlyMemory<byte>>(settings.ToConfig())
            .SetValueDeserializer(new PacketDeserializer(this))
            .SetPartitionsAssignedHandler((_, partitions) => Position(partitions))
            .SetErrorHandler((_, error) => OnError(error))
            .SetLogHandler((_, message) => KafkaClientLog.Forward(_logger, message))
            .Build();
    }

    /// <summary>Subscribes to topics by name, or by regular expression when a name begins with <c>^</c>.</summary>
    public void Subscribe(IReadOnlyList<string> topics) => _consumer.Subscribe(topics);

    /// <summary>Leaves the group and joins it again, upon which it gives out its partitions anew.</summary>
    public void JoinAgain(IReadOnlyList<string> topics)
    {
        try
        {
            _consumer.Unsubscribe();
            _consumer.Subscribe(topics);
        }
        catch (KafkaException fault)
        {
            throw KafkaFaults.Of(fault.Error, $"join the group at {_brokers}", fault);
        }
    }

    /// <summary>W3C trace context of the span of the last poll that gave packets; null when it is not traced.</summary>
    public string? TraceParent { get; private set; }

    /// <summary>Partitions that this consumer reads.</summary>
    public IReadOnlyList<TopicPartition> Assignment => _consumer.Assignment;

    /// <summary>One past the last offset of a partition, as the broker said with the last fetch; null before there was one.</summary>
    public long? FindEnd(TopicPartition partition) => _consumer.GetWatermarkOffsets(partition) is { } marks && marks.High.Value >= 0 ? marks.High.Value : null;

    /// <summary>The first offset of a partition that the broker still has, as it said with the last fetch; null before there was one.</summary>
    public long? FindBeginning(TopicPartition partition) => _consumer.GetWatermarkOffsets(partition) is { } marks && marks.Low.Value >= 0 ? marks.Low.Value : null;

    /// <summary>Where the polls are in each partition, and what they have passed over.</summary>
    public ExpectedOffsets Positions { get; } = new();

    /// <summary>
    /// Whether a connection to a broker was lost since the last call. The broker may come back without what it had last, and with other packets in their
    /// place, which the client does not notice. Until it is asked, polls give no packet that came after; never so with our own broker.
    /// </summary>
    public bool TakeLinkLost() => Interlocked.Exchange(ref _linkLost, false);

    /// <summary>
    /// Fills the batch with up to <paramref name="maxCount"/> packets or <paramref name="maxBytes"/> bytes (the last packet may go over);
    /// blocks. The packets of the last poll that gave some stay valid; those of earlier ones do not.
    /// </summary>
    /// <param name="batch">Overwritten.</param>
    /// <param name="maxCount">Most packets.</param>
    /// <param name="maxBytes">Most bytes.</param>
    /// <param name="patience">Longest wait for the first packet.</param>
    /// <param name="linger">Longest wait for more, from the first packet on.</param>
    /// <param name="timeProvider">Clock.</param>
    /// <exception cref="TransientFaultException">The client has failed for good and must be made again, or start offsets could not be had.</exception>
    /// <exception cref="PermanentFaultException">The broker refuses, or start offsets could not be had.</exception>
    public void Poll(List<KafkaPacket> batch, int maxCount, long maxBytes, TimeSpan patience, TimeSpan linger, TimeProvider timeProvider)
    {
        var started = timeProvider.GetTimestamp();
        Fill(batch, maxCount, maxBytes, patience, linger, started, timeProvider);
        if (batch.Count > 0)
            TraceParent = KafkaTelemetry.Received(batch, timeProvider.GetElapsedTime(started), timeProvider.GetUtcNow());
    }

    void Fill(List<KafkaPacket> batch, int maxCount, long maxBytes, TimeSpan patience, TimeSpan linger, long started, TimeProvider timeProvider)
    {
        batch.Clear();
        if (_filled)
            _arena = 1 - _arena;
        _filled = false;
        _arenas[_arena].Clear();
        long bytes = 0;
        var (since, limit) = (started, patience);
        while (batch.Count < maxCount && bytes < maxBytes)
        {
            var left = limit - timeProvider.GetElapsedTime(since);
            // In whole milliseconds: less than one would be none, and this a loop without a wait.
            var record = ConsumeOne(TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(left.TotalMilliseconds))));
            ThrowIfFaulted();
            if (_linkLost)
            {
                if (record is not null)
                    Positions.Start(record.TopicPartition, record.Offset.Value);
                return;
            }

            if (_paused)
            {
                // Partitions come unpaused; what slips through is read again later.
                SetPaused(true);
                if (record is not null)
                    Seek(record.TopicPartition, record.Offset.Value);
                record = null;
            }

            if (record is null)
            {
                if (left <= TimeSpan.Zero || timeProvider.GetElapsedTime(since) >= limit)
                    return;
                continue;
            }

            if (batch.Count == 0)
                (since, limit) = (timeProvider.GetTimestamp(), linger);
            var packet = ToPacket(record);
            bytes += packet.Payload.Length;
            batch.Add(packet);
            _filled = true;
        }
    }

    void ThrowIfFaulted()
    {
        if (Interlocked.Exchange(ref _assignmentFault, null) is { } fault)
            ExceptionDispatchInfo.Throw(fault);
        _errors.ThrowIfRefused($"at {_brokers}");
    }

    void OnError(Error error)
    {
        KafkaClientLog.ClientError(_logger, error.Reason);
        _errors.Hear(error);
        _linkLost |= !_isEmbedded;
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
        if (_consumer.Assignment is not { Count: > 0 } partitions)
            return changes;
        if (paused)
            _consumer.Pause(partitions);
        else
            _consumer.Resume(partitions);
        return changes;
    }

    /// <summary>
    /// A sign of life to the group while nothing may be read, with the partitions paused. A packet that slips through is read again later.
    /// </summary>
    /// <exception cref="TransientFaultException">As of <see cref="Poll"/>.</exception>
    public void KeepMembership()
    {
        if (ConsumeOne(TimeSpan.Zero) is { } record)
            Seek(record.TopicPartition, record.Offset.Value);
    }

    /// <summary>
    /// Leaves the group. A client whose partitions the group has taken away may wait for itself without an end: after 15 s it is left as it is, with
    /// its threads.
    /// </summary>
    public void Dispose()
    {
        var closing = new Thread(Close) { IsBackground = true, Name = "boom consumer closes" };
        closing.Start();
        if (!closing.Join(ClosingPatience))
        {
            KafkaClientLog.ClientError(_logger, "The client does not close, and is left");
            return;
        }

        foreach (var arena in _arenas)
            arena.Dispose();
    }

    void Close()
    {
        try
        {
            _consumer.Close();
            _consumer.Dispose();
        }
        catch (KafkaException fault)
        {
            KafkaClientLog.ClientError(_logger, fault.Error.Reason);
            _consumer.Dispose();
        }
    }
}
