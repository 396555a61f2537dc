using System.Globalization;
using Boom.Core.Plays;
using Boom.Core.Surveys;

namespace Boom.Core.Store;

/// <summary>
/// Every published packet and where it is: the comparison of what was published with what the ledger says. Pure arithmetic.
/// </summary>
/// <param name="Topics">By name.</param>
/// <param name="Packets">The sum of all topics.</param>
/// <param name="Enriched">Packets stored whose alerts have all been through the enricher; one of stored packets, never more.</param>
public sealed record TotalAccount(IReadOnlyList<TopicAccount> Topics, PacketAccount Packets, long Enriched)
{
    /// <summary>Alerts of each survey that has some. A packet may bring any number of them, one that is a dead letter too.</summary>
    public IReadOnlyList<AlertAccount> Alerts { get; init; } = [];

    /// <summary>
    /// Draws up the account. Partitions known to either side are included: what only the ledger knows was published, whatever the
    /// broker says now.
    /// </summary>
    /// <param name="published">What was published: any number of ranges per topic and partition, disjoint.</param>
    /// <param name="ledger">What the ledger says, at most one entry per topic and partition.</param>
    /// <param name="enrichedByTopic">Packets stored whose alerts are all enriched, per topic; a topic that is absent counts 0.</param>
    public static TotalAccount Compute(
        IEnumerable<PublishedRange> published,
        IEnumerable<LedgerPartition> ledger,
        IReadOnlyDictionary<string, long> enrichedByTopic)
    {
        var known = published.ToLookup(p => (p.Topic, p.Partition));
        var outcomes = ledger.ToDictionary(p => (p.Topic, p.Partition));
        var keys = known.Select(group => group.Key).Union(outcomes.Keys).ToList();
        var latest = keys.GroupBy(key => (TopicIncarnation.TopicOf(key.Topic), key.Partition))
            .ToDictionary(group => group.Key, group => group.Max(key => TopicIncarnation.NumberOf(key.Topic)));
        var topics = keys
            .Select(key => Account(key.Topic, key.Partition, [.. known[key]], outcomes.GetValueOrDefault(key), IsSuperseded(key.Topic, key.Partition)))
            .GroupBy(account => account.Topic)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Sum(group.Key, [.. group.OrderBy(p => p.Partition)], enrichedByTopic.GetValueOrDefault(group.Key)))
            .ToList();
        return new TotalAccount(
            topics,
            topics.Aggregate(default(PacketAccount), (sum, topic) => sum + topic.Packets),
            topics.Sum(topic => topic.Enriched));

        // The broker has another incarnation, and nothing of this one.
        bool IsSuperseded(string topic, int partition) =>
            !known.Contains((topic, partition)) && TopicIncarnation.NumberOf(topic) < latest[(TopicIncarnation.TopicOf(topic), partition)];
    }

    /// <summary>The account in one line, e.g. <c>1 203 441 in, 1 203 441 accounted for</c>.</summary>
    public string Summary => Summarize(Packets);

    /// <summary>One account in one line.</summary>
    public static string Summarize(PacketAccount packets)
    {
        var line = $"{Count(packets.Published)} in, {Count(packets.AccountedFor)} accounted for";
        if (packets.Expired > 0)
            line += $" ({Count(packets.Expired)} of them expired at the broker)";
        if (packets.Waiting > 0)
            line += $", {Count(packets.Waiting)} waiting";
        if (packets.Unaccounted > 0)
            line += $", {Count(packets.Unaccounted)} UNACCOUNTED FOR";
        return line;
    }

    /// <summary>A count with a blank between groups of three digits.</summary>
    public static string Count(long value) => value.ToString("#,0", Grouped);

    static readonly NumberFormatInfo Grouped = new() { NumberGroupSeparator = " " };

    static TopicAccount Sum(string topic, PartitionAccount[] partitions, long enriched) => new(
        topic, partitions, partitions.Aggregate(default(PacketAccount), (sum, partition) => sum + partition.Packets), enriched);

    static PartitionAccount Account(string topic, int partition, PublishedRange[] published, LedgerPartition? ledger, bool isSuperseded)
    {
        var ranges = ledger?.Ranges ?? [];
        var end = Math.Max(published.Length > 0 ? published.Max(range => range.EndOffset) : 0, ledger?.End ?? 0);
        var first = Math.Min(
            published.Length > 0 ? published.Min(range => range.FirstOffset) : end,
            ranges.Count > 0 ? ranges[0].First : end);
        var absent = ledger?.Count(PacketOutcome.Absent) ?? 0;
        var total = end - first - absent;
        var waiting = published.Sum(range => Waiting(range, ranges));
        var missing = total - (ranges.Sum(range => range.Count) - absent) - waiting;

        // What the broker has deleted and no consumer has recorded yet.
        var deleted = isSuperseded || published.Any(range => range.IsOfBroker) ? missing : 0;
        return new PartitionAccount(topic, partition, new PacketAccount(
            total,
            ledger?.Count(PacketOutcome.Stored) ?? 0,
            ledger?.Count(PacketOutcome.Duplicate) ?? 0,
            ledger?.Count(PacketOutcome.Rejected) ?? 0,
            ledger?.Count(PacketOutcome.DeadLettered) ?? 0,
            waiting,
            missing - deleted,
            (ledger?.Count(PacketOutcome.Expired) ?? 0) + deleted));
    }

    /// <summary>Offsets that can be had and have no outcome.</summary>
    static long Waiting(PublishedRange published, IReadOnlyList<LedgerRange> ranges)
    {
        var from = Math.Max(published.FirstOffset, published.AvailableFrom);
        var waiting = Math.Max(0, published.EndOffset - from);
        foreach (var range in ranges)
            waiting -= Math.Max(0, Math.Min(range.Last + 1, published.EndOffset) - Math.Max(range.First, from));
        return waiting;
    }
}

/// <summary>The account of one topic.</summary>
/// <param name="Topic">Kafka topic.</param>
/// <param name="Partitions">By partition, ascending.</param>
/// <param name="Packets">Their sum.</param>
/// <param name="Enriched">Packets stored whose alerts have all been through the enricher.</param>
public sealed record TopicAccount(string Topic, IReadOnlyList<PartitionAccount> Partitions, PacketAccount Packets, long Enriched);

/// <summary>The account of one partition.</summary>
public sealed record PartitionAccount(string Topic, int Partition, PacketAccount Packets);

/// <summary>Alerts of a survey in the store, whatever packets brought them.</summary>
/// <param name="Survey">The survey.</param>
/// <param name="Stored">Alerts stored.</param>
/// <param name="Enriched">Those of them that have been through the enricher.</param>
public readonly record struct AlertAccount(Survey Survey, long Stored, long Enriched);
