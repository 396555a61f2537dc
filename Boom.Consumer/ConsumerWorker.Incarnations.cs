using Boom.Core.Store;
using Boom.Messaging.Kafka;
using Confluent.Kafka;

namespace Boom.Consumer;

/// <content>Whether a partition is the one that the ledger knows, or its topic was made anew.</content>
sealed partial class ConsumerWorker
{
    /// <summary>
    /// Identifies those of the partitions that are still assigned, at each try anew: the broker says nothing of one that is not there any more, as when a
    /// topic comes back with fewer.
    /// </summary>
    ValueTask<IReadOnlyList<IdentifiedPartition>> IdentifyAssignedAsync(
        KafkaPacketConsumer consumer, IReadOnlyList<TopicPartition> places, CancellationToken stoppingToken) => ServedAsync(
        consumer,
        token => new ValueTask<IReadOnlyList<IdentifiedPartition>>(Task.Run(() => IdentifyAsync([.. places.Intersect(consumer.Assignment)], token), token)),
        stoppingToken);

    /// <summary>Answers the partitions in the order given, without those that the broker does not have.</summary>
    async Task<IReadOnlyList<IdentifiedPartition>> IdentifyAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        await _identifying.WaitAsync(cancellationToken);
        try
        {
            return await IdentifyInTurnAsync(partitions, cancellationToken);
        }
        finally
        {
            _identifying.Release();
        }
    }

    async Task<IReadOnlyList<IdentifiedPartition>> IdentifyInTurnAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        var identifier = new PartitionIdentifier(_admin!, ledger, _marks, _step, time);
        var identified = (await identifier.IdentifyAsync(
            [.. partitions.Select(partition => (partition.Topic, partition.Partition.Value))], cancellationToken))
            .ToDictionary(found => (found.Partition.Topic, found.Partition.Partition));
        foreach (var group in identified.Values.Where(found => found.Verdict != IncarnationVerdict.Same)
            .GroupBy(found => (found.Partition.Topic, found.Partition.Name, found.Verdict)))
        {
            telemetry.MadeAnew(group.Count());
            var partitionNumbers = string.Join(", ", group.Select(found => found.Partition.Partition).Order());
            ConsumerLog.MadeAnew(logger, group.Key.Topic, partitionNumbers, ReasonOf(group.Key.Verdict), group.Key.Name);
        }

        foreach (var found in identified.Values)
        {
            var (topic, name, partition) = (found.Partition.Topic, found.Partition.Name, found.Partition.Partition);
            ConsumerLog.Identified(logger, topic, partition, name, found.Verdict, found.IsShort, found.Low, found.High, found.Expected, found.Found);
            if (found.Partition.Ledger.FirstGap() < found.Low)
                _expiring.Add(new LedgerSpan(name, partition, new LedgerRange(0, found.Low - 1, PacketOutcome.Expired)));
            foreach (var other in found.Others.Where(other => other.FirstGap() < other.End))
                _expiring.Add(new LedgerSpan(other.Topic, partition, new LedgerRange(0, other.End - 1, PacketOutcome.Expired)));
        }

        return [.. partitions.Select(partition => identified.GetValueOrDefault((partition.Topic, partition.Partition.Value))).OfType<IdentifiedPartition>()];
    }

    /// <summary>
    /// Looks whether a topic was made anew under our hands, or a partition was set back or ends before its account does. The position of the client
    /// says nothing: it goes on at the same offset in a topic that is another one.
    /// </summary>
    async ValueTask IdentifyAgainAsync(KafkaPacketConsumer consumer, IReadOnlyList<TopicPartition> assigned, CancellationToken stoppingToken)
    {
        if (options.BrokerIsEmbedded || assigned.Count == 0)
            return;
        var setBack = consumer.Positions.TakeBack().ToHashSet();
        string[] topics = [.. assigned.Select(partition => partition.Topic).Distinct()];
        var ids = await ServedAsync(consumer, _ => new ValueTask<IReadOnlyDictionary<string, string?>>(_admin!.ReadTopicIdsAsync(topics).AsTask()), stoppingToken);
        TopicPartition[] doubtful = [.. assigned.Where(place => ids.TryGetValue(place.Topic, out var id) && (setBack.Contains(place) || IsDoubtful(consumer, place, id)))];
        if (doubtful.Length == 0)
            return;
        var identified = await IdentifyAssignedAsync(consumer, doubtful, stoppingToken);
        SetLackingAside(consumer, doubtful);
        if (identified.Any(found => found.IsShort))
        {
            await VerifyAsync(consumer, stoppingToken);
            return;
        }

        foreach (var found in identified)
        {
            var place = new TopicPartition(found.Partition.Topic, found.Partition.Partition);
            if (!found.Partition.MustBegin && !setBack.Contains(place))
                continue;
            if (setBack.Contains(place))
                found.Partition.Restart(0);
            var start = found.Partition.Begin(found.Low);
            consumer.Seek(place, Math.Min(start, Math.Max(found.Low, found.High)));
        }
    }

    /// <summary>
    /// A broker that comes back may have lost its newest packets and got others in their place; the client goes on behind them. So nothing is read before
    /// the last packet that was read of each partition is found where it was, and what the client holds is fetched again.
    /// </summary>
    async ValueTask VerifyAsync(KafkaPacketConsumer consumer, CancellationToken stoppingToken)
    {
        await EndPushAsync(consumer, stoppingToken);
        while (consumer.Assignment is { Count: > 0 } assigned)
        {
            var identified = await IdentifyAssignedAsync(consumer, assigned, stoppingToken);
            SetLackingAside(consumer, assigned);
            if (identified.Any(found => found.IsShort))
            {
                await KeepMembershipAsync(consumer, Task.Delay(VerifyPause, time, stoppingToken), stoppingToken);
                continue;
            }

            var still = consumer.Assignment.ToHashSet();
            foreach (var found in identified)
            {
                var place = new TopicPartition(found.Partition.Topic, found.Partition.Partition);
                if (!still.Contains(place))
                    continue;
                if (found.Partition.MustBegin)
                    consumer.Seek(place, found.Partition.Begin(found.Low));
                else
                    consumer.FetchAgain(place);
            }

            return;
        }
    }

    // What the client would read at its old place of one that comes would be taken for more of the one that went.
    void SetLackingAside(KafkaPacketConsumer consumer, IReadOnlyList<TopicPartition> places)
    {
        foreach (var place in places.Where(place => _step.Of(place.Topic, place.Partition.Value).IsLacking))
            consumer.SetAside(place);
    }

    bool IsDoubtful(KafkaPacketConsumer consumer, TopicPartition place, string? topicId)
    {
        var partition = _step.Of(place.Topic, place.Partition.Value);
        return !partition.IsIdentified
            || IncarnationCheck.Judge(partition.Expect(partition.Ledger)!, topicId, consumer.FindEnd(place) ?? long.MaxValue, null) != IncarnationVerdict.Same;
    }

    static string ReasonOf(IncarnationVerdict verdict) => verdict switch
    {
        IncarnationVerdict.TopicMadeAnew => "the topic was made anew, or the broker is another one",
        IncarnationVerdict.EndLost => "the broker has lost packets at the end, which were read already",
        _ => "another packet has the offset of the last one that was read; the broker has lost packets at the end",
    };
}
