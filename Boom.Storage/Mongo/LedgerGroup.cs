using Boom.Core.Alerts;
using Boom.Core.Store;
using Boom.Storage.Ledger;

namespace Boom.Storage.Mongo;

/// <summary>What is to be recorded of one partition.</summary>
/// <param name="Topic">Topic, as the ledger names it.</param>
/// <param name="Partition">Partition.</param>
/// <param name="Ranges">Outcomes, ascending and disjoint.</param>
/// <param name="TopicId">The broker's identifier of the topic, if it is told.</param>
/// <param name="LastPacket">The packet of the highest offset among them; null when none came with its fingerprint.</param>
sealed record LedgerGroup(string Topic, int Partition, IReadOnlyList<LedgerRange> Ranges, string? TopicId = null, PacketMark? LastPacket = null)
{
    /// <summary>Topic and partition.</summary>
    public (string Topic, int Partition) Key => (Topic, Partition);

    /// <summary>The groups of spans in any order; of two that overlap the first counts first.</summary>
    public static List<LedgerGroup> Of(IReadOnlyList<LedgerSpan> spans)
    {
        var groups = new List<LedgerGroup>();
        foreach (var partition in spans.GroupBy(span => (span.Topic, span.Partition)))
        {
            var ranges = partition.Select(span => span.Range).ToList();
            groups.Add(new(partition.Key.Topic, partition.Key.Partition, IsDisjoint(ranges) ? ranges : Join(ranges)));
        }

        return groups;
    }

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

    static bool IsDisjoint(List<LedgerRange> ranges)
    {
        for (var i = 1; i < ranges.Count; i++)
        {
            if (ranges[i].First <= ranges[i - 1].Last)
                return false;
        }

        return true;
    }

    static List<LedgerRange> Join(List<LedgerRange> ranges)
    {
        List<LedgerRange> joined = [], merged = [];
        foreach (var range in ranges)
        {
            LedgerMerge.Join(joined, [range], merged, []);
            (joined, merged) = (merged, joined);
        }

        return joined;
    }
}
