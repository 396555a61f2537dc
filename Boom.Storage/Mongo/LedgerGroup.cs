using Boom.Core.Alerts;
using Boom.Core.Store;
using Boom.Storage.Ledger;

namespace Boom.Storage.Mongo;

/// <summary>What is to be recorded of one partition.</summary>
/// <param name="Ranges">Outcomes, ascending and disjoint.</param>
/// <param name="TopicId">The broker's identifier of the topic, if it is told.</param>
/// <param name="LastPacket">The packet of the highest offset among them; null when none came with its fingerprint.</param>
sealed record LedgerGroup(string Topic, int Partition, IReadOnlyList<LedgerRange> Ranges, string? TopicId = null, PacketMark? LastPacket = null)
{
    public (string Topic, int Partition) Key => (Topic, Partition);

    /// <summary>The groups of spans in any order; of two that overlap the first counts first.</summary>
    public static List<LedgerGroup> Of(IReadOnlyList<LedgerSpan> spans)
        => [.. spans.GroupBy(span => (span.Topic, span.Partition))
            .Select(own => new LedgerGroup(own.Key.Topic, own.Key.Partition, Disjoint([.. own.Select(span => span.Range)])))];

    /// <summary>The part below an offset and the rest.</summary>
    public (List<LedgerRange> Below, LedgerGroup Due) SplitAt(long offset)
    {
        List<LedgerRange> below = [], rest = [];
        foreach (var range in Ranges)
        {
            if (range.First < offset)
                below.Add(range with { Last = Math.Min(range.Last, offset - 1) });
            if (range.Last >= offset)
                rest.Add(range with { First = Math.Max(range.First, offset) });
        }

        return (below, this with { Ranges = rest });
    }

    static List<LedgerRange> Disjoint(List<LedgerRange> ranges)
    {
        if (ranges.Zip(ranges.Skip(1)).All(pair => pair.First.Last < pair.Second.First))
            return ranges;
        List<LedgerRange> joined = [], merged = [];
        foreach (var range in ranges)
        {
            LedgerMerge.Join(joined, [range], merged, []);
            (joined, merged) = (merged, joined);
        }

        return joined;
    }
}
