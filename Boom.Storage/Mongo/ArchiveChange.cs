using Boom.Core.Store;
using Boom.Storage.Ledger;

namespace Boom.Storage.Mongo;

/// <summary>What ranges that leave the ledger's document, or come late, change in the archive of a partition. Pure.</summary>
sealed class ArchiveChange
{
    /// <summary>Segments are made with so many ranges at most.</summary>
    public const int RangesPerSegment = 2_000;

    /// <summary>One that has more is cut: what comes late can make many ranges of few.</summary>
    public const int MostRangesPerSegment = 4 * RangesPerSegment;

    /// <summary>Segments that are not there yet. They are written first: an offset that is in two segments counts once, one that is in none does not.</summary>
    public List<LedgerSegment> Made { get; } = [];

    /// <summary>Next versions of segments that are there.</summary>
    public List<LedgerSegment> Changed { get; } = [];

    /// <summary>Offsets that are dead-lettered no more.</summary>
    public List<LedgerRange> Settled { get; } = [];

    /// <summary>The ranges cut into what belongs to each segment.</summary>
    /// <param name="firsts">Names of the segments, ascending.</param>
    /// <param name="end">Offsets from here on belong to no segment yet.</param>
    /// <param name="ranges">Ascending and disjoint.</param>
    public static SortedDictionary<long, List<LedgerRange>> Route(IReadOnlyList<long> firsts, long end, IReadOnlyList<LedgerRange> ranges)
    {
        var routed = new SortedDictionary<long, List<LedgerRange>>();
        var segment = 0;
        var fresh = new List<LedgerRange>();
        foreach (var range in ranges)
        {
            for (var first = range.First; first <= range.Last;)
            {
                while (segment + 1 < firsts.Count && firsts[segment + 1] <= first)
                    segment++;
                var isFresh = first >= end || firsts.Count == 0;
                var last = isFresh ? range.Last
                    : Math.Min(range.Last, (segment + 1 < firsts.Count ? Math.Min(end, firsts[segment + 1]) : end) - 1);
                var part = range with { First = first, Last = last };
                if (isFresh)
                    fresh.Add(part);
                else if (routed.TryGetValue(firsts[segment], out var parts))
                    parts.Add(part);
                else
                    routed.Add(firsts[segment], [part]);
                first = last + 1;
            }
        }

        foreach (var piece in fresh.Chunk(RangesPerSegment))
            Join(routed, piece);
        return routed;
    }

    /// <summary>Adds ranges to a segment.</summary>
    /// <param name="before">The segment; of version 0 when it is not there yet.</param>
    /// <param name="added">Ascending and disjoint.</param>
    /// <param name="taken">Names that are in use.</param>
    public void Add(LedgerSegment before, IReadOnlyList<LedgerRange> added, HashSet<long> taken)
    {
        List<LedgerRange> merged = [], settled = [];
        LedgerMerge.Join(before.Ranges, added, merged, settled);
        Settled.AddRange(settled);
        if (merged.SequenceEqual(before.Ranges))
            return;
        var pieces = merged.Count <= MostRangesPerSegment ? [merged] : merged.Chunk(RangesPerSegment).Select(piece => piece.ToList()).ToList();
        for (var i = pieces.Count - 1; i > 0; i--)
        {
            // A name in use is that of a segment left by a program that died: this piece stays with the one before.
            if (taken.Add(pieces[i][0].First))
                Made.Add(new(before.Topic, before.Partition, pieces[i][0].First, 1, pieces[i]));
            else
                pieces[i - 1].AddRange(pieces[i]);
        }

        (before.Version == 0 ? Made : Changed).Add(before with { Version = before.Version + 1, Ranges = pieces[0] });
    }

    static void Join(SortedDictionary<long, List<LedgerRange>> routed, LedgerRange[] piece)
    {
        if (!routed.TryGetValue(piece[0].First, out var parts))
        {
            routed.Add(piece[0].First, [.. piece]);
            return;
        }

        List<LedgerRange> merged = [];
        LedgerMerge.Join(parts, piece, merged, []);
        routed[piece[0].First] = merged;
    }
}
