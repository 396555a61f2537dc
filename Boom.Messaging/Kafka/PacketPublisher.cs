using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Boom.Core.Resilience;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Boom.Messaging.Kafka;

/// <summary>
/// Publishes packets to given partitions, in order and once (idempotent producer, all replicas). A broker that is away is waited for
/// without limit. One caller at a time.
/// </summary>
public sealed class PacketPublisher : IAsyncDisposable
{
    const long MaxOutstandingBytes = 16 << 20;
    const int MaxOutstandingCount = 50_000;

    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2);

    readonly IProducer<Null, ReadOnlyMemory<byte>> _producer;
    readonly TimeProvider _timeProvider;
    long _outstandingBytes;
    long _outstandingCount;
    string? _fault;

    /// <summary>A publisher for these brokers.</summary>
    /// <param name="bootstrapServers">Brokers, <c>host:port</c>, separated by commas.</param>
    /// <param name="timeProvider">Clock of the waits.</param>
    /// <param name="logger">Hears what the client says.</param>
    /// <param name="security">How to sign in; null for not at all.</param>
    public PacketPublisher(string bootstrapServers, TimeProvider timeProvider, ILogger logger, KafkaSecurity? security = null)
    {
        _timeProvider = timeProvider;
        var config = (security ?? new KafkaSecurity()).ApplyTo(new ProducerConfig
        {
            LingerMs = 5,
            MessageMaxBytes = 16 << 20,
            QueueBufferingMaxKbytes = 64 << 10,
        });

        // What nothing may be lost without is nobody's to set.
        config.BootstrapServers = bootstrapServers;
        config.CancellationDelayMaxMs = KafkaAdmin.IdlePollMs;
        config.EnableIdempotence = true;
        config.Acks = Acks.All;
        config.MessageTimeoutMs = 0;
        config.EnableDeliveryReports = true;

        // With more, the first batch of a partition that has just been made can be refused for the moment and the second one taken; when
        // the first is sent again the broker believes that it has it, and it is lost.
        config.MaxInFlight = 1;
        _producer = new ProducerBuilder<Null, ReadOnlyMemory<byte>>(config)
            .SetValueSerializer(PacketSerializer.Instance)
            .SetErrorHandler((_, error) => KafkaClientLog.ClientError(logger, error.Reason))
            .SetLogHandler((_, message) => KafkaClientLog.Forward(logger, message))
            .Build();
    }

    /// <summary>The partition of packet <paramref name="sequence"/> of a topic.</summary>
    public static int PartitionOf(long sequence, int partitionCount) => (int)(sequence % partitionCount);

    /// <summary>Hands a packet over; waits while too much is under way. The payload may be reused on return.</summary>
    /// <param name="isSimulated">It is of a sky that never was; a header says so.</param>
    /// <param name="onRefused">
    /// Hears why the broker does not take this packet, which concerns no other; null when that ends the publisher. Called on any thread.
    /// </param>
    /// <exception cref="PermanentFaultException">The broker has refused a packet for good, and nobody wants to hear which.</exception>
    public async ValueTask PublishAsync(
        string topic, int partition, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken, bool isSimulated = false, Action<string>? onRefused = null)
    {
        while (Interlocked.Read(ref _outstandingBytes) > MaxOutstandingBytes)
            await Task.Delay(Tick, _timeProvider, cancellationToken);
        await ProduceAsync(topic, partition, payload, isSimulated ? KafkaHeaders.Simulated : null, onRefused, cancellationToken);
    }

    /// <summary>Hands over an empty record that keeps the place of a packet.</summary>
    /// <param name="topic">Topic.</param>
    /// <param name="partition">Partition.</param>
    /// <param name="lost">The packet is not accounted for and cannot be had again; the consumer passes over it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask PublishPlaceholderAsync(string topic, int partition, bool lost, CancellationToken cancellationToken) =>
        ProduceAsync(topic, partition, default, lost ? KafkaHeaders.Lost : null, null, cancellationToken);

    /// <summary>Returns when everything handed over is confirmed by the broker.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        while (Interlocked.Read(ref _outstandingCount) > 0)
        {
            ThrowIfFaulted();
            await Task.Delay(Tick, _timeProvider, cancellationToken);
        }

        ThrowIfFaulted();
    }

    /// <summary>Drops what is not confirmed; call <see cref="FlushAsync"/> first.</summary>
    public ValueTask DisposeAsync()
    {
        _producer.Dispose();
        return ValueTask.CompletedTask;
    }

    async ValueTask ProduceAsync(
        string topic, int partition, ReadOnlyMemory<byte> payload, string? header, Action<string>? onRefused, CancellationToken cancellationToken)
    {
        while (Interlocked.Read(ref _outstandingCount) > MaxOutstandingCount)
            await Task.Delay(Tick, _timeProvider, cancellationToken);
        ThrowIfFaulted();
        var message = new Message<Null, ReadOnlyMemory<byte>> { Value = payload, Headers = header is null ? null : new Headers { { header, [] } } };
        var length = payload.Length;
        Interlocked.Add(ref _outstandingBytes, length);
        Interlocked.Increment(ref _outstandingCount);
        var started = _timeProvider.GetTimestamp();
        var span = KafkaTelemetry.StartPublish(topic, partition);
        if (span is { Recorded: true })
            (message.Headers ??= []).Add(KafkaHeaders.TraceParent, Encoding.ASCII.GetBytes(span.Id!));
        try
        {
            _producer.Produce(new TopicPartition(topic, partition), message, report => OnDelivered(report, length, span, started, onRefused));
        }
        catch (KafkaException fault)
        {
            Interlocked.Add(ref _outstandingBytes, -length);
            Interlocked.Decrement(ref _outstandingCount);
            KafkaTelemetry.Published(span, topic, _timeProvider.GetElapsedTime(started), fault.Error.Reason);
            if (onRefused is not null && ConcernsThisPacket(fault.Error.Code))
            {
                onRefused(fault.Error.Reason);
                return;
            }

            throw KafkaFaults.Of(fault.Error, $"publish to {topic}[{partition}]", fault);
        }
    }

    // No other packet is concerned, and trying again does not help.
    static bool ConcernsThisPacket(ErrorCode code) => code is ErrorCode.MsgSizeTooLarge or ErrorCode.InvalidMsg or ErrorCode.InvalidRecord;

    void OnDelivered(DeliveryReport<Null, ReadOnlyMemory<byte>> report, int length, Activity? span, long started, Action<string>? onRefused)
    {
        KafkaTelemetry.Published(span, report.Topic, _timeProvider.GetElapsedTime(started), report.Error.IsError ? report.Error.Reason : null);
        if (report.Error.IsError && onRefused is not null && ConcernsThisPacket(report.Error.Code))
            onRefused(report.Error.Reason);
        else if (report.Error.IsError)
            Interlocked.CompareExchange(ref _fault, $"{report.Topic}[{report.Partition.Value}]: {report.Error.Reason}", null);
        Interlocked.Add(ref _outstandingBytes, -length);
        Interlocked.Decrement(ref _outstandingCount);
    }

    void ThrowIfFaulted()
    {
        if (_fault is { } fault)
            throw new PermanentFaultException($"The broker has refused a packet for good ({fault}).");
    }

    sealed class PacketSerializer : ISerializer<ReadOnlyMemory<byte>>
    {
        public static readonly PacketSerializer Instance = new();

        public byte[] Serialize(ReadOnlyMemory<byte> data, SerializationContext context)
        {
            if (data.IsEmpty)
                return null!;
            return MemoryMarshal.TryGetArray(data, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length ? segment.Array : data.ToArray();
        }
    }
}
