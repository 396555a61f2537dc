using Boom.Core.Resilience;
using Boom.Messaging.Kafka;
using Confluent.Kafka;

namespace Boom.Consumer;

/// <content>Whether every partition has a reader.</content>
sealed partial class ConsumerWorker
{
    readonly GroupWatch _group = new(2 * options.TopicRefresh, time);
    Task<GroupLook?> _groupLook = Task.FromResult<GroupLook?>(null);

    /// <summary>Joins the group again when it reads other partitions than there are. Nothing waits for the answers of the broker: the next call takes them.</summary>
    async ValueTask RequireAllAsync(KafkaPacketConsumer consumer, IReadOnlyList<TopicPartition> assigned)
    {
        if (options.BrokerIsEmbedded || !_groupLook.IsCompleted)
            return;
        var look = await _groupLook;
        _groupLook = Task.FromResult<GroupLook?>(null);
        if (look is not null && _group.FindReason(assigned, look) is { } reason)
        {
            ConsumerLog.JoinsAgain(logger, reason);
            await _polls!.RunAsync(() => consumer.JoinAgain(_roster.Topics));
            return;
        }

        // Of a pattern those topics that somebody reads: a topic that comes to be changes what the member asks of the group.
        string[] topics = [.. _roster.Topics.Concat(assigned.Select(place => place.Topic)).Distinct()];
        if (_group.MustLook())
            _groupLook = Task.Run(() => LookAtGroup(topics), CancellationToken.None);
    }

    GroupLook? LookAtGroup(string[] topics)
    {
        try
        {
            return new GroupLook(_admin!.FindGroupAssignment(options.Group), _admin.CountPartitions(topics));
        }
        catch (Exception away) when (away is TransientFaultException or PermanentFaultException or ObjectDisposedException)
        {
            ConsumerLog.GroupNotSeen(logger, away);
            return null;
        }
    }
}
