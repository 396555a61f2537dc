using Boom.Core.Store;
using Boom.Messaging.Kafka;
using Confluent.Kafka;

namespace Boom.Consumer;

/// <content>
/// What the ledger accounts for, and what must be read again; whether partitions are the ones that it knows, and the offset that each is read from.
/// </content>
sealed partial class ConsumerWorker
{
    static readonly TimeSpan VerifyPause = TimeSpan.FromSeconds(1);

    // The client waits for the answer within a poll; the group waits for no poll longer than this.
    static readonly TimeSpan AssignmentTimeout = TimeSpan.FromSeconds(40);

    /// <summary>
    /// Compares queue and ledger. The ledger is written before a message leaves the queue, and the queue is first in, first out; so what was pushed
    /// before its oldest message is accounted for, or was lost with the server and is read again. The queue is asked first: what is settled
    /// later does not mislead.
    /// </summary>
    async ValueTask CompareWithLedgerAsync(KafkaPacketConsumer consumer, CancellationToken stoppingToken)
    {
        var skipped = consumer.Positions.TakeSkipped();
        var status = await ServedAsync(consumer, queue.GetStatusAsync, stoppingToken);
        await RecordSkippedAsync(consumer, skipped, stoppingToken);
        var assigned = consumer.Assignment;
        foreach (var topic in assigned.Select(partition => partition.Topic).Distinct())
            _step.Take(await ServedAsync(consumer, token => ledger.ReadLedgerAsync(topic, token), stoppingToken), options.BrokerIsEmbedded);
        await RecordExpiredAsync(consumer, status.OldestEnqueuedAtMs, stoppingToken);
        await IdentifyAgainAsync(consumer, assigned, stoppingToken);
        await RequireNewsAsync(consumer, assigned, stoppingToken);

        var offsets = new List<TopicPartitionOffset>();
        var lags = new List<PartitionLag>();
        foreach (var place in assigned)
        {
            var partition = _step.Of(place.Topic, place.Partition.Value);
            var low = consumer.FindBeginning(place) ?? 0;
            if (partition.FindLost(status.OldestEnqueuedAtMs, low) is { } lost)
            {
                ConsumerLog.ReadingAgain(logger, place.Topic, place.Partition.Value, lost);
                telemetry.ReadAgain();
                partition.ReadAgain();
                consumer.Seek(place, lost);
            }

            var due = partition.FirstDue(low);
            var lag = consumer.FindEnd(place) is { } end ? Math.Max(0, end - due) : (long?)null;
            lags.Add(new(place.Topic, place.Partition.Value, lag, partition.CountGaps()));
            if (due > 0)
                offsets.Add(new TopicPartitionOffset(place, due));
        }

        telemetry.SetLags(lags);
        if (offsets.Count > 0)
            consumer.Commit(offsets);
    }

    /// <summary>Records offsets that hold no packet; those that the broker has deleted wait until none of them can be in the queue.</summary>
    async ValueTask RecordSkippedAsync(KafkaPacketConsumer consumer, IReadOnlyList<LedgerSpan> skipped, CancellationToken stoppingToken)
    {
        // Our own broker says nothing of what it has dropped, and has no markers.
        if (skipped.Count == 0 || options.BrokerIsEmbedded)
            return;
        List<LedgerSpan> named = [.. skipped.Select(span => span with { Topic = _step.Of(span.Topic, span.Partition).Name })];
        var absent = named.FindAll(span => span.Range.Outcome == PacketOutcome.Absent);
        if (absent.Count > 0)
            await ServedAsync(consumer, token => ledger.RecordSpansAsync(absent, token), stoppingToken);
        foreach (var span in named.Where(span => span.Range.Outcome == PacketOutcome.Expired))
            _expiring.Add(span);
        foreach (var span in skipped)
            _step.Of(span.Topic, span.Partition).Pass(span.Range.Last + 1, null);
    }

    async ValueTask RecordExpiredAsync(KafkaPacketConsumer consumer, long? oldestMs, CancellationToken stoppingToken)
    {
        foreach (var span in _expiring.TakeRipe(oldestMs))
        {
            try
            {
                var accounts = await ServedAsync(consumer, token => ledger.ReadLedgerAsync(TopicIncarnation.TopicOf(span.Topic), token), stoppingToken);
                var account = accounts.FirstOrDefault(known => known.Topic == span.Topic && known.Partition == span.Partition);
                var count = account is null ? span.Range.Count : ExpiringOffsets.CountOpen(account, span.Range);
                if (count == 0)
                    continue;
                await ServedAsync(consumer, token => ledger.RecordSpansAsync([span], token), stoppingToken);
                ConsumerLog.Expired(logger, count, span.Topic, span.Partition, span.Range.First, span.Range.Last);
                telemetry.Expired(count);
            }
            catch
            {
                _expiring.Add(span);
                throw;
            }
        }
    }

    /// <summary>Called by the Kafka client during a poll, on its thread, which is why it blocks.</summary>
    IReadOnlyList<long> ReadFirstDue(IReadOnlyList<TopicPartition> partitions, CancellationToken stoppingToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        limit.CancelAfter(AssignmentTimeout);
        return ReadFirstDueAsync(partitions, limit.Token).GetAwaiter().GetResult();
    }

    async Task<IReadOnlyList<long>> ReadFirstDueAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        if (options.BrokerIsEmbedded)
        {
            foreach (var topic in partitions.Select(partition => partition.Topic).Distinct())
                _step.Take(await ledger.ReadLedgerAsync(topic, cancellationToken), isEmbedded: true);
            return [.. partitions.Select(partition => _step.Of(partition.Topic, partition.Partition.Value).Begin(low: 0))];
        }

        var identified = await IdentifyAsync(partitions, cancellationToken);
        while (identified.Any(found => found.IsShort))
        {
            // What comes in place of what is missing must not be read as if it went on.
            await Task.Delay(VerifyPause, time, cancellationToken);
            identified = await IdentifyAsync(partitions, cancellationToken);
        }

        return [.. identified.Select(found => found.Partition.Begin(found.Low))];
    }

    /// <summary>
    /// Identifies those of the partitions that are still assigned, at each try anew: the broker says nothing of one that is not there any more, as when a
    /// topic comes back with fewer.
    /// </summary>
    ValueTask<IReadOnlyList<IdentifiedPartition>> IdentifyAssignedAsync(
        KafkaPacketConsumer consumer, IReadOnlyList<TopicPartition> places, CancellationToken stoppingToken) => ServedAsync(
        consumer,
        token => new ValueTask<IReadOnlyList<IdentifiedPartition>>(Task.Run(() => IdentifyAsync([.. places.Intersect(consumer.Assignment)], token), token)),
        stoppingToken);

    /// <summary>Answers the partitions in the order given.</summary>
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

        return [.. partitions.Select(partition => identified[(partition.Topic, partition.Partition.Value)])];
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
