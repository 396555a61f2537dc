using Confluent.Kafka;

namespace Boom.Messaging.Kafka;

/// <content>Its end.</content>
public sealed partial class KafkaPacketConsumer
{
    static readonly TimeSpan ClosingPatience = TimeSpan.FromSeconds(15);

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
