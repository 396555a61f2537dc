using Boom.Messaging.Kafka;
using Confluent.Kafka;

namespace Boom.Consumer;

/// <content>What the ledger accounts for, and what must be read again.</content>
public sealed partial class ConsumerWorker
{
    // The ledger is written before a message leaves the queue. So when the queue is empty, everything that went through it is accounted
    // for; what is not was lost with the server and is read again. The queue is asked first: what is pushed later does not mislead.
    async ValueTask CompareWithLedgerAsync(KafkaPacketConsumer consumer, CancellationToken stoppingToken)
    {
        var status = await _patient.RunAsync(_queue.GetStatusAsync, OnFault, stoppingToken);
        var empty = status.Ready == 0 && status.Leased == 0;
        var offsets = new List<TopicPartitionOffset>();
        var accounts = new List<PartitionAccount>();
        var refreshed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var partition in consumer.Assignment)
        {
            if (refreshed.Add(partition.Topic))
                await RefreshLedgerAsync(partition.Topic, stoppingToken);
            var due = _step.FirstDue(partition.Topic, partition.Partition.Value);
            var lag = consumer.FindEnd(partition) is { } end ? Math.Max(0, end - due) : (long?)null;
            accounts.Add(new(partition.Topic, partition.Partition.Value, lag, _step.CountGaps(partition.Topic, partition.Partition.Value)));
            if (due > 0)
                offsets.Add(new TopicPartitionOffset(partition, due));
            if (empty && _passed.TryGetValue(partition, out var passed) && due < passed)
            {
                ConsumerLog.ReadingAgain(_logger, partition.Topic, partition.Partition.Value, due);
                _passed[partition] = due;
                consumer.Seek(partition.Topic, partition.Partition.Value, due);
            }
        }

        _telemetry.Look(accounts);
        if (offsets.Count > 0)
            consumer.Commit(offsets);
    }

    async ValueTask RefreshLedgerAsync(string topic, CancellationToken cancellationToken)
    {
        var partitions = await _patient.RunAsync(token => _ledger.ReadLedgerAsync(topic, token), OnFault, cancellationToken);
        foreach (var partition in partitions)
            _step.SetLedger(partition);
    }

    // Called by the Kafka client during a poll, which is why it blocks.
    long ReadFirstDue(string topic, int partition)
    {
        foreach (var known in _ledger.ReadLedgerAsync(topic, CancellationToken.None).AsTask().GetAwaiter().GetResult())
            _step.SetLedger(known);
        return _step.FirstDue(topic, partition);
    }
}
