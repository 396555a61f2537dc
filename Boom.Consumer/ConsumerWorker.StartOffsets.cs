using Confluent.Kafka;

namespace Boom.Consumer;

/// <content>The offset that each partition is read from when it is assigned.</content>
public sealed partial class ConsumerWorker
{
    // The client waits for the answer within a poll; the group waits for no poll longer than this.
    static readonly TimeSpan AssignmentTimeout = TimeSpan.FromSeconds(40);

    /// <summary>Called by the Kafka client during a poll, on its thread, which is why it blocks.</summary>
    IReadOnlyList<long> ReadFirstDue(IReadOnlyList<TopicPartition> partitions, CancellationToken stoppingToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        limit.CancelAfter(AssignmentTimeout);
        return ReadFirstDueAsync(partitions, limit.Token).GetAwaiter().GetResult();
    }

    async Task<IReadOnlyList<long>> ReadFirstDueAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        if (_options.BrokerIsEmbedded)
        {
            foreach (var topic in partitions.Select(partition => partition.Topic).Distinct())
                _step.Take(await _ledger.ReadLedgerAsync(topic, cancellationToken), isEmbedded: true);
            return [.. partitions.Select(partition => _step.Of(partition.Topic, partition.Partition.Value).Begin(low: 0))];
        }

        var identified = await IdentifyAsync(partitions, cancellationToken);
        while (identified.Any(found => found.IsShort))
        {
            // What comes in place of what is missing must not be read as if it went on.
            await Task.Delay(VerifyPause, _timeProvider, cancellationToken);
            identified = await IdentifyAsync(partitions, cancellationToken);
        }

        return [.. identified.Select(found => found.Partition.Begin(found.Low))];
    }
}
