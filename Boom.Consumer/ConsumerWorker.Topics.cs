using Boom.Core.Store;
using Boom.Messaging.Kafka;

namespace Boom.Consumer;

/// <content>Which topics are read, night by night.</content>
public sealed partial class ConsumerWorker
{
    async ValueTask BeginTopicsAsync(CancellationToken stoppingToken)
    {
        var plan = new TopicPlan(_options);
        IReadOnlyList<string> begun = [];
        if (plan.FollowsTheClock)
        {
            // Nights that the ledger knows and that have left the window while nobody read: what is left of them is read as well.
            var partitions = await _ledger.ReadLedgerAsync(null, stoppingToken);
            begun =
            [
                .. partitions.Select(partition => TopicIncarnation.TopicOf(partition.Topic)).Distinct()
                    .Where(_options.Surveys.Topics(_options.Survey).Includes),
            ];
        }

        var drained = begun.Count > 0 ? await FindDrainedAsync(begun, stoppingToken) : [];
        _roster.Begin(_timeProvider.GetUtcNow(), begun, drained.Contains);
    }

    async ValueTask LookAtTopicsAsync(KafkaPacketConsumer consumer, CancellationToken stoppingToken)
    {
        var plan = new TopicPlan(_options);
        if (!plan.FollowsTheClock && !_options.UntilDrained)
            return;
        var drained = await ServedAsync(
            consumer, token => new ValueTask<HashSet<string>>(Task.Run(() => FindDrainedAsync(_roster.Topics, token), token)), stoppingToken);
        if (plan.FollowsTheClock && _roster.Update(_timeProvider.GetUtcNow(), drained.Contains))
            Subscribe(consumer);
        if (_options.UntilDrained && _expiring.IsEmpty && _roster.Topics.All(drained.Contains))
        {
            ConsumerLog.Drained(_logger, string.Join(", ", _roster.Topics));
            _onDrained?.Invoke();
        }
    }

    void Subscribe(KafkaPacketConsumer consumer)
    {
        consumer.Subscribe(_roster.Topics);
        ConsumerLog.Subscribed(_logger, string.Join(", ", _roster.Topics), GroupId);
    }

    /// <summary>
    /// The topics of which the ledger accounts for all that the broker holds; those that it does not have are among them. A topic of another
    /// incarnation than the ledger knows is not.
    /// </summary>
    async Task<HashSet<string>> FindDrainedAsync(IReadOnlyList<string> topics, CancellationToken cancellationToken)
    {
        var drained = new HashSet<string>(StringComparer.Ordinal);
        var ids = _options.BrokerIsEmbedded ? null : await _admin!.ReadTopicIdsAsync(topics);
        foreach (var topic in topics)
        {
            var known = (await _ledger.ReadLedgerAsync(topic, cancellationToken)).ToLookup(account => account.Partition);
            var marks = _admin!.ReadWatermarks(topic);
            var isDrained = true;
            for (var partition = 0; partition < marks.Count && isDrained; partition++)
                isDrained = IsDrained(topic, known[partition], partition, ids?.GetValueOrDefault(topic), marks[partition]);
            if (isDrained)
                drained.Add(topic);
        }

        return drained;
    }

    bool IsDrained(string topic, IEnumerable<LedgerPartition> known, int partition, string? topicId, (long Low, long High) marks)
    {
        var (low, high) = marks;
        if (low >= high)
            return true;
        if (_options.BrokerIsEmbedded)
        {
            _step.Take(known, isEmbedded: true);
            return _step.Of(topic, partition).FirstDue(low) >= high;
        }

        return IncarnationCheck.Latest(known, topicId) is { } latest
            && IncarnationCheck.Judge(latest, topicId, high, null) == IncarnationVerdict.Same
            && latest.FirstGap(low) >= high;
    }
}
