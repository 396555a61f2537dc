using Boom.Core.Resilience;
using Confluent.Kafka;

namespace Boom.Consumer;

/// <content>The offset that each partition is read from.</content>
sealed partial class ConsumerWorker
{
    static readonly TimeSpan VerifyPause = TimeSpan.FromSeconds(1);

    // The client waits for the answer within a poll, and the group waits for no poll longer than the silence it allows.
    TimeSpan AssignmentTimeout => options.MaxSilence * 2 / 3;

    /// <summary>Called by the Kafka client during a poll, on its thread, which is why it blocks.</summary>
    /// <exception cref="TransientFaultException">Store or broker have not answered in time; a consumer that is made anew asks again.</exception>
    IReadOnlyList<long?> ReadFirstDue(IReadOnlyList<TopicPartition> partitions, CancellationToken stoppingToken)
    {
        using var timeout = new CancellationTokenSource(AssignmentTimeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, timeout.Token);
        try
        {
            return ReadFirstDueAsync(partitions, limit.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException fault) when (timeout.IsCancellationRequested && !stoppingToken.IsCancellationRequested)
        {
            throw new TransientFaultException(
                $"Where {partitions.Count} partitions are read from could not be found within {AssignmentTimeout.TotalSeconds:0} s: store or broker do not answer", fault);
        }
    }

    async Task<IReadOnlyList<long?>> ReadFirstDueAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        if (options.BrokerIsEmbedded)
        {
            foreach (var topic in partitions.Select(partition => partition.Topic).Distinct())
                _step.Take(await ledger.ReadLedgerAsync(topic, cancellationToken), isEmbedded: true);
            return [.. partitions.Select(partition => (long?)_step.Of(partition.Topic, partition.Partition.Value).Begin(low: 0))];
        }

        var identified = await IdentifyAsync(partitions, cancellationToken);
        while (identified.Any(found => found.IsShort))
        {
            // What comes in place of what is missing must not be read as if it went on.
            await Task.Delay(VerifyPause, time, cancellationToken);
            identified = await IdentifyAsync(partitions, cancellationToken);
        }

        foreach (var topic in partitions.Where(place => _step.Of(place.Topic, place.Partition.Value).IsLacking).GroupBy(place => place.Topic))
            ConsumerLog.Lacking(logger, topic.Key, string.Join(", ", topic.Select(place => place.Partition.Value).Order()));
        var begun = identified.ToDictionary(found => (found.Partition.Topic, found.Partition.Partition), found => found.Partition.Begin(found.Low));
        return [.. partitions.Select(place => begun.TryGetValue((place.Topic, place.Partition.Value), out var offset) ? offset : (long?)null)];
    }
}
