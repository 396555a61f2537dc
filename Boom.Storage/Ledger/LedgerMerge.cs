using Boom.Core.Alerts;
using Boom.Core.Store;

namespace Boom.Storage.Ledger;

/// <summary>How outcomes join a partition's ranges (see <see cref="ILedger"/>). Pure; every store applies it in its own way.</summary>
static class LedgerMerge
{
    /// <summary>One partition's share of the entries as runs: ascending, disjoint, neighbours of one outcome together.</summary>
    /// <param name="entries">In order of arrival, all partitions together.</param>
    public static IReadOnlyList<LedgerSpan> Runs(IReadOnlyList<LedgerEntry> entries)
    {
        var order = new int[entries.Count];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(order, (left, right) => Compare(entries[left].Origin, left, entries[right].Origin, right));

        var runs = new List<LedgerSpan>();
        foreach (var index in order)
        {
            var (origin, outcome, _) = entries[index];
            if (runs.Count > 0 && runs[^1].Topic == origin.Topic && runs[^1].Partition == origin.Partition)
            {
                var last = runs[^1].Range;
                if (last.Last == origin.Offset)
                {
                    if (!GivesWay(last.Outcome, outcome))
                        continue;
                    if (last.First == last.Last)
                        runs.RemoveAt(runs.Count - 1);
                    else
                        runs[^1] = runs[^1] with { Range = last with { Last = last.Last - 1 } };
                }
                else if (last.Last + 1 == origin.Offset && last.Outcome == outcome)
                {
                    runs[^1] = runs[^1] with { Range = last with { Last = origin.Offset } };
                    continue;
                }
            }

            runs.Add(new(origin.Topic, origin.Partition, new(origin.Offset, origin.Offset, outcome)));
        }

        return runs;
    }

    /// <summary>Merges ranges into ranges, in one pass whatever their number.</summary>
    /// <param name="stored">Ascending and disjoint: at least all that overlap what is added or border on it.</param>
    /// <param name="added">Ascending and disjoint: what to record.</param>
    /// <param name="merged">Overwritten with the result.</param>
    /// <param name="settled">Overwritten with the parts that were dead-lettered and are not any more.</param>
    public static void Join(IReadOnlyList<LedgerRange> stored, IReadOnlyList<LedgerRange> added, List<LedgerRange> merged, List<LedgerRange> settled)
    {
        merged.Clear();
        settled.Clear();
        var (nextStored, nextAdded) = (0, 0);
        var (left, right) = (Next(stored, ref nextStored), Next(added, ref nextAdded));
        while (left is { } known && right is { } other)
        {
            if (known.Last < other.First || other.Last < known.First)
            {
                var isKnownFirst = known.Last < other.First;
                Add(merged, isKnownFirst ? known : other);
                (left, right) = isKnownFirst ? (Next(stored, ref nextStored), right) : (left, Next(added, ref nextAdded));
                continue;
            }

            var (first, last) = (Math.Max(known.First, other.First), Math.Min(known.Last, other.Last));
            Add(merged, known with { Last = first - 1 });
            Add(merged, other with { Last = first - 1 });
            var givesWay = GivesWay(known.Outcome, other.Outcome);
            var shared = new LedgerRange(first, last, givesWay ? other.Outcome : known.Outcome);
            Add(merged, shared);
            if (givesWay && known.Outcome == PacketOutcome.DeadLettered)
                Add(settled, shared);
            left = known.Last > last ? known with { First = last + 1 } : Next(stored, ref nextStored);
            right = other.Last > last ? other with { First = last + 1 } : Next(added, ref nextAdded);
        }

        for (; left is { } known; left = Next(stored, ref nextStored))
            Add(merged, known);
        for (; right is { } other; right = Next(added, ref nextAdded))
            Add(merged, other);
    }

    /// <summary>The ranges without one offset.</summary>
    /// <param name="stored">Ascending and disjoint.</param>
    /// <param name="offset">What to leave out.</param>
    /// <param name="kept">Overwritten with what takes the place of <paramref name="stored"/>.</param>
    public static void Remove(IReadOnlyList<LedgerRange> stored, long offset, List<LedgerRange> kept)
    {
        kept.Clear();
        foreach (var range in stored)
        {
            Add(kept, range with { Last = Math.Min(range.Last, offset - 1) });
            Add(kept, range with { First = Math.Max(range.First, offset + 1) });
        }
    }

    /// <summary>The packet of the highest offset per partition, among those that came with a fingerprint.</summary>
    public static Dictionary<(string Topic, int Partition), PacketMark> LastPackets(IReadOnlyList<LedgerEntry> entries)
    {
        var marks = new Dictionary<(string Topic, int Partition), PacketMark>();
        foreach (var (origin, _, fingerprint) in entries)
        {
            var key = (origin.Topic, origin.Partition);
            if (fingerprint != 0 && (!marks.TryGetValue(key, out var known) || known.Offset < origin.Offset))
                marks[key] = new(origin.Offset, origin.TimestampMs, fingerprint);
        }

        return marks;
    }

    /// <summary>Whether a recorded outcome gives way to another one (see <see cref="ILedger"/>).</summary>
    static bool GivesWay(PacketOutcome known, PacketOutcome other) => known switch
    {
        PacketOutcome.DeadLettered => other is PacketOutcome.Stored or PacketOutcome.Duplicate or PacketOutcome.Rejected,
        PacketOutcome.Absent or PacketOutcome.Expired => other is not (PacketOutcome.Absent or PacketOutcome.Expired),
        _ => false,
    };

    static LedgerRange? Next(IReadOnlyList<LedgerRange> ranges, ref int next) => next < ranges.Count ? ranges[next++] : null;

    static void Add(List<LedgerRange> ranges, LedgerRange range)
    {
        if (range.First > range.Last)
            return;
        if (ranges.Count > 0 && ranges[^1].Last + 1 == range.First && ranges[^1].Outcome == range.Outcome)
            ranges[^1] = ranges[^1] with { Last = range.Last };
        else
            ranges.Add(range);
    }

    static int Compare(in PacketOrigin left, int leftIndex, in PacketOrigin right, int rightIndex)
    {
        var result = string.CompareOrdinal(left.Topic, right.Topic);
        if (result == 0)
            result = left.Partition.CompareTo(right.Partition);
        if (result == 0)
            result = left.Offset.CompareTo(right.Offset);
        return result == 0 ? leftIndex.CompareTo(rightIndex) : result;
    }
}
