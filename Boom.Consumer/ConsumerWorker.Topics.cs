using Boom.Core.Pipeline;
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
            var partitions = await _patient.RunAsync(token => _ledger.ReadLedgerAsync(null, token), OnFault, stoppingToken);
            foreach (var partition in partitions)
                _step.SetLedger(partition);
            begun = [.. partitions.Select(partition => partition.Topic).Distinct().Where(topic => NightTopics.Includes(_options.Survey, topic))];
        }

        using var admin = begun.Count > 0 ? new KafkaAdmin(_options.BootstrapServers, _options.Security) : null;
        _roster.Begin(_timeProvider.GetUtcNow(), begun, topic => IsDrained(admin!, topic));
    }

    async ValueTask LookAtTopicsAsync(KafkaPacketConsumer consumer, CancellationToken stoppingToken)
    {
        var plan = new TopicPlan(_options);
        if (!plan.FollowsTheClock && !_options.UntilDrained)
            return;
        foreach (var topic in _roster.Topics)
            await RefreshLedgerAsync(topic, stoppingToken);
        try
        {
            using var admin = new KafkaAdmin(_options.BootstrapServers, _options.Security);
            if (plan.FollowsTheClock && _roster.Update(_timeProvider.GetUtcNow(), topic => IsDrained(admin, topic)))
                Subscribe(consumer);
            if (_options.UntilDrained && _roster.Topics.All(topic => IsDrained(admin, topic)))
            {
                ConsumerLog.Drained(_logger, string.Join(", ", _roster.Topics));
                _onDrained?.Invoke();
            }
        }
        catch (TransientFaultException fault)
        {
            // The topics stay as they are until the broker answers.
            OnFault(fault, 1);
        }
    }

    void Subscribe(KafkaPacketConsumer consumer)
    {
        consumer.Subscribe(_roster.Topics);
        ConsumerLog.Subscribed(_logger, string.Join(", ", _roster.Topics), GroupId);
    }

    /// <summary>Whether the ledger accounts for all that the topic holds; so it is with a topic that the broker does not have.</summary>
    bool IsDrained(KafkaAdmin admin, string topic)
    {
        var marks = admin.ReadWatermarks(topic);
        for (var partition = 0; partition < marks.Count; partition++)
        {
            var (low, high) = marks[partition];
            if (low < high && _step.FirstDue(topic, partition, low) < high)
                return false;
        }

        return true;
    }
}
