using System.Text;
using Boom.Core.Messages;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Boom.Messaging.Kafka;

/// <summary>
/// Sends messages to the brokers: once and in order (idempotent producer), confirmed by all replicas, compressed (zstd), the key decides the partition. A
/// message that is not confirmed in time is a fault that passes; the caller sends it again.
/// </summary>
public sealed class KafkaMessageSink : IMessageSink, IDisposable
{
    /// <summary>How long a message may take, ms: then the stage tells that the brokers are away.</summary>
    internal const int DeliveryTimeoutMs = 10_000;

    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2);

    readonly string _brokers;
    readonly KafkaSecurity _security;
    readonly KafkaAdmin _admin;
    readonly bool _isEmbedded;
    readonly TimeProvider _time;
    readonly ILogger _logger;
    readonly KafkaErrors _errors = new();
    readonly Lock _making = new();
    IProducer<string, byte[]>? _producer;

    /// <param name="brokers">Brokers, <c>host:port</c>, separated by commas.</param>
    /// <param name="admin">An administrator of theirs; the caller disposes of it.</param>
    /// <param name="isEmbedded">The broker is our own, which makes topics when they are asked for.</param>
    /// <param name="time">Clock of the stamps and waits.</param>
    /// <param name="logger">Hears what the client says.</param>
    /// <param name="security">How to sign in; null for not at all.</param>
    public KafkaMessageSink(string brokers, KafkaAdmin admin, bool isEmbedded, TimeProvider time, ILogger logger, KafkaSecurity? security = null) =>
        (_brokers, _admin, _isEmbedded, _time, _logger, _security) = (brokers, admin, isEmbedded, time, logger, security ?? new KafkaSecurity());

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> EnsureTopicsAsync(IReadOnlyList<StreamTopic> topics, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        foreach (var topic in topics)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_isEmbedded)
                _admin.AskFor(topic.Name);
            else if (await _admin.EnsureStreamAsync(topic) is { } problem)
                problems.Add(problem);
        }

        return problems;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<RefusedMessage>> SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        if (messages.Count == 0)
            return [];
        var producer = Open();
        var delivery = new Delivery(messages.Count);
        for (var i = 0; i < messages.Count; i++)
            await ProduceAsync(producer, messages[i], i, delivery, cancellationToken);
        await delivery.Done.WaitAsync(cancellationToken);
        var refused = new List<RefusedMessage>();
        for (var i = 0; i < messages.Count; i++)
        {
            if (delivery.Errors[i] is not { } error)
                continue;
            if (!IsOfTheMessage(error.Code))
                throw Fault(producer, error, messages[i].Topic);
            refused.Add(new RefusedMessage(messages[i], error.Reason));
        }

        return refused;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_making)
        {
            _producer?.Dispose();
            _producer = null;
        }
    }

    async ValueTask ProduceAsync(IProducer<string, byte[]> producer, OutgoingMessage message, int index, Delivery delivery, CancellationToken cancellationToken)
    {
        var headers = new Headers();
        foreach (var (name, value) in MessageHeaders.Of(message, _time.GetUtcNow()))
            headers.Add(name, Encoding.ASCII.GetBytes(value));
        var sent = new Message<string, byte[]> { Key = message.Key, Value = message.Value, Headers = headers };
        var started = _time.GetTimestamp();
        while (true)
        {
            try
            {
                producer.Produce(message.Topic, sent, report =>
                {
                    var error = report.Error.IsError ? report.Error : null;
                    KafkaTelemetry.Published(null, message.Topic, _time.GetElapsedTime(started), error?.Reason);
                    delivery.Complete(index, error);
                });
                return;
            }
            catch (ProduceException<string, byte[]> fault) when (fault.Error.Code == ErrorCode.Local_QueueFull)
            {
                // What is under way makes room.
                await Task.Delay(Tick, _time, cancellationToken);
            }
            catch (KafkaException fault)
            {
                delivery.Complete(index, fault.Error);
                return;
            }
        }
    }

    // No other message is concerned, and trying again does not help.
    static bool IsOfTheMessage(ErrorCode code) => code is ErrorCode.MsgSizeTooLarge or ErrorCode.InvalidMsg or ErrorCode.InvalidRecord;

    Exception Fault(IProducer<string, byte[]> producer, Error error, string topic)
    {
        // A producer that has lost count of its messages is of no further use.
        if (error.IsFatal || error.Code == ErrorCode.Local_Fatal)
            Drop(producer);
        return _errors.Of(new KafkaException(error), $"publish to {topic} at {_brokers}");
    }

    void Drop(IProducer<string, byte[]> producer)
    {
        lock (_making)
        {
            if (!ReferenceEquals(_producer, producer))
                return;
            _producer = null;
        }

        producer.Dispose();
    }

    IProducer<string, byte[]> Open()
    {
        lock (_making)
            return _producer ??= Make();
    }

    IProducer<string, byte[]> Make()
    {
        var config = _security.ApplyTo(new ProducerConfig
        {
            LingerMs = 5, MessageMaxBytes = 16 << 20, QueueBufferingMaxKbytes = 64 << 10, CompressionType = CompressionType.Zstd, BatchSize = 1 << 20,
        });

        // What nothing may be lost without is nobody's to set.
        config.BootstrapServers = _brokers;
        config.CancellationDelayMaxMs = KafkaAdmin.IdlePollMs;
        config.EnableIdempotence = true;
        config.Acks = Acks.All;
        config.MessageTimeoutMs = DeliveryTimeoutMs;
        config.EnableDeliveryReports = true;

        // As in PacketPublisher: more could lose a batch of a topic that has just been made.
        config.MaxInFlight = 1;
        return new ProducerBuilder<string, byte[]>(config)
            .SetErrorHandler((_, error) => _errors.Hear(error))
            .SetLogHandler((_, message) => KafkaClientLog.Forward(_logger, message))
            .Build();
    }

    /// <summary>The reports of the messages of one call.</summary>
    sealed class Delivery(int count)
    {
        readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int _open = count;

        public Error?[] Errors { get; } = new Error?[count];

        public Task Done => _done.Task;

        public void Complete(int index, Error? error)
        {
            Errors[index] = error;
            if (Interlocked.Decrement(ref _open) == 0)
                _done.SetResult();
        }
    }
}
