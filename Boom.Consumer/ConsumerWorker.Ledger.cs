using Boom.Core.Store;
using Boom.Messaging.Kafka;
using Confluent.Kafka;

namespace Boom.Consumer;

/// <content>What the ledger accounts for, and what must be read again.</content>
sealed partial class ConsumerWorker
{
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
        await RequireAllAsync(consumer, assigned);

        var offsets = new List<TopicPartitionOffset>();
        var lags = new List<PartitionLag>();
        foreach (var place in assigned)
        {
            var partition = _step.Of(place.Topic, place.Partition.Value);
            if (partition.IsLacking)
                continue;
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
}
