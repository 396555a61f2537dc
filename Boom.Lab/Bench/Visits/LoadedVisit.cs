using System.Buffers;
using Boom.Messaging.Kafka;
using Boom.Simulation;
using Confluent.Kafka;

namespace Boom.Lab.Bench.Visits;

/// <summary>
/// The packets of a visit, which a broker holds and shows nobody yet: they lie in a transaction. To release them costs a message, so that the machine is left
/// to those who read.
/// </summary>
internal sealed class LoadedVisit : IDisposable
{
    // The longest that brokers allow unless they are told otherwise.
    static readonly TimeSpan LongestTransaction = TimeSpan.FromMinutes(15);
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly IProducer<Null, byte[]> _producer;

    LoadedVisit(IProducer<Null, byte[]> producer) => _producer = producer;

    /// <summary>How long a visit may be held.</summary>
    public static TimeSpan LongestHold => LongestTransaction;

    /// <summary>Loads the packets of a visit.</summary>
    /// <param name="brokers">Bootstrap servers.</param>
    /// <param name="security">How to sign in.</param>
    /// <param name="topic">Where to.</param>
    /// <param name="partitions">Its partitions, filled in turn.</param>
    /// <param name="transaction">Name of the transaction.</param>
    /// <param name="packets">What.</param>
    /// <param name="releasedAt">Time stamp of its records.</param>
    /// <param name="cancellationToken">Ends the loading.</param>
    public static LoadedVisit Load(
        string brokers, KafkaSecurity security, string topic, int partitions, string transaction, IEnumerable<SimulatedPacket> packets, DateTimeOffset releasedAt,
        CancellationToken cancellationToken)
    {
        var config = security.ApplyTo(new ProducerConfig
        {
            TransactionalId = transaction, TransactionTimeoutMs = (int)LongestTransaction.TotalMilliseconds, MessageMaxBytes = 16 << 20, LingerMs = 5,
            QueueBufferingMaxKbytes = 64 << 10,
        });
        config.BootstrapServers = brokers;
        var producer = new ProducerBuilder<Null, byte[]>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        try
        {
            producer.InitTransactions(Patience);
            producer.BeginTransaction();
            Produce(producer, topic, partitions, packets, releasedAt, cancellationToken);
            producer.Flush(cancellationToken);
            return new LoadedVisit(producer);
        }
        catch
        {
            producer.Dispose();
            throw;
        }
    }

    /// <summary>Shows the packets to all who read.</summary>
    public void Release() => _producer.CommitTransaction();

    public void Dispose() => _producer.Dispose();

    static void Produce(
        IProducer<Null, byte[]> producer, string topic, int partitions, IEnumerable<SimulatedPacket> packets, DateTimeOffset releasedAt, CancellationToken cancellationToken)
    {
        var number = 0;
        var buffer = new ArrayBufferWriter<byte>(1 << 17);
        var stamp = new Timestamp(releasedAt);
        foreach (var packet in packets)
        {
            cancellationToken.ThrowIfCancellationRequested();
            buffer.ResetWrittenCount();
            packet.WriteTo(buffer);
            var message = new Message<Null, byte[]> { Value = buffer.WrittenSpan.ToArray(), Timestamp = stamp };
            var place = new TopicPartition(topic, number++ % partitions);
            while (!TryProduce(producer, place, message))
                producer.Poll(TimeSpan.FromMilliseconds(20));
        }
    }

    // Its buffer may be full.
    static bool TryProduce(IProducer<Null, byte[]> producer, TopicPartition place, Message<Null, byte[]> message)
    {
        try
        {
            producer.Produce(place, message);
            return true;
        }
        catch (ProduceException<Null, byte[]> refused) when (refused.Error.Code == ErrorCode.Local_QueueFull)
        {
            return false;
        }
    }
}
