using Boom.Core.Alerts;
using Boom.Core.Store;
using Boom.Messaging.Kafka;

namespace Boom.Consumer;

/// <content>Which topics are read, night by night.</content>
sealed partial class ConsumerWorker
{
    async ValueTask BeginTopicsAsync(CancellationToken stoppingToken)
    {
        var plan = new TopicPlan(options);
        IReadOnlyList<string> begun = [];
        if (plan.FollowsTheClock)
        {
            // Nights that the ledger knows and that have left the window while nobody read: what is left of them is read as well.
            var partitions = await ledger.ReadLedgerAsync(null, stoppingToken);
            begun =
            [
                .. partitions.Select(partition => TopicIncarnation.TopicOf(partition.Topic)).Distinct()
                    .Where(options.Surveys.Topics(options.Survey).Includes),
            ];
        }

        var drained = begun.Count > 0 ? await FindDrainedAsync(begun, comparesPackets: true, stoppingToken) : [];
        _roster.Begin(time.GetUtcNow(), begun, drained.Contains);
    }

    async ValueTask LookAtTopicsAsync(KafkaPacketConsumer consumer, CancellationToken stoppingToken)
    {
        var plan = new TopicPlan(options);
        if (!plan.FollowsTheClock && !options.UntilDrained)
            return;
        var drained = await FindAsync(_roster.Topics, comparesPackets: false);
        var isEnd = options.UntilDrained && _expiring.IsEmpty && _roster.Topics.All(drained.Contains);

        // What is left now is not looked at again: the packets are compared as well.
        string[] leaving = [.. isEnd ? drained : drained.Except(plan.TopicsAt(time.GetUtcNow()))];
        drained = leaving.Length > 0 ? await FindAsync(leaving, comparesPackets: true) : [];
        if (plan.FollowsTheClock && _roster.Update(time.GetUtcNow(), drained.Contains))
            Subscribe(consumer);
        if (isEnd && _roster.Topics.All(drained.Contains))
        {
            ConsumerLog.Drained(logger, string.Join(", ", _roster.Topics));
            onDrained?.Invoke();
        }

        ValueTask<HashSet<string>> FindAsync(IReadOnlyList<string> topics, bool comparesPackets) => ServedAsync(
            consumer, token => new ValueTask<HashSet<string>>(Task.Run(() => FindDrainedAsync(topics, comparesPackets, token), token)), stoppingToken);
    }

    void Subscribe(KafkaPacketConsumer consumer)
    {
        consumer.Subscribe(_roster.Topics);
        ConsumerLog.Subscribed(logger, string.Join(", ", _roster.Topics), options.Group);
    }

    /// <summary>
    /// The topics of which the ledger accounts for all that the broker holds; those that it does not have are among them. A topic of another
    /// incarnation than the ledger knows is not.
    /// </summary>
    /// <param name="topics">Topics to look at.</param>
    /// <param name="comparesPackets">
    /// Also compares the last packet that is accounted for with what the broker has there: one that was set back and filled again may end where it did.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    async Task<HashSet<string>> FindDrainedAsync(IReadOnlyList<string> topics, bool comparesPackets, CancellationToken cancellationToken)
    {
        var last = new List<(string Topic, int Partition, PacketMark Packet)>();
        var drained = new HashSet<string>(StringComparer.Ordinal);
        var ids = options.BrokerIsEmbedded ? null : await _admin!.ReadTopicIdsAsync(topics);
        foreach (var topic in topics)
        {
            var known = (await ledger.ReadLedgerAsync(topic, cancellationToken)).ToLookup(account => account.Partition);
            var marks = _admin!.ReadWatermarks(topic);
            var isDrained = true;
            for (var partition = 0; partition < marks.Count && isDrained; partition++)
            {
                isDrained = IsDrained(topic, known[partition], partition, ids?.GetValueOrDefault(topic), marks[partition]);
                if (IncarnationCheck.Latest(known[partition], ids?.GetValueOrDefault(topic))?.LastPacket is { } packet
                    && packet.Offset >= marks[partition].Low && packet.Offset < marks[partition].High)
                    last.Add((topic, partition, packet));
            }

            if (isDrained)
                drained.Add(topic);
        }

        if (comparesPackets && !options.BrokerIsEmbedded)
        {
            // A topic at a time: a broker may hold hundreds of nights, whose packets would neither come in time nor fit into memory together.
            foreach (var topic in last.Where(place => drained.Contains(place.Topic)).GroupBy(place => place.Topic).ToList())
                drained.ExceptWith(FindOthers([.. topic], cancellationToken));
        }

        return drained;
    }

    /// <summary>Topics whose broker has other packets at these places.</summary>
    IEnumerable<string> FindOthers(IReadOnlyList<(string Topic, int Partition, PacketMark Packet)> places, CancellationToken cancellationToken)
    {
        var found = _admin!.ReadPackets([.. places.Select(place => (place.Topic, place.Partition, place.Packet.Offset))], cancellationToken);
        return places.Where(place => found.TryGetValue((place.Topic, place.Partition), out var packet) && packet != place.Packet).Select(place => place.Topic);
    }

    bool IsDrained(string topic, IEnumerable<LedgerPartition> known, int partition, string? topicId, (long Low, long High) marks)
    {
        var (low, high) = marks;
        if (low >= high)
            return true;
        if (options.BrokerIsEmbedded)
        {
            _step.Take(known, isEmbedded: true);
            return _step.Of(topic, partition).FirstDue(low) >= high;
        }

        return IncarnationCheck.Latest(known, topicId) is { } latest
            && IncarnationCheck.Judge(latest, topicId, high, null) == IncarnationVerdict.Same
            && latest.FirstGap(low) >= high;
    }
}
