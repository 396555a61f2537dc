using Boom.Core.Store;
using Boom.Storage.Ledger;
using CsCheck;
using Xunit;

namespace Boom.Tests.Storage.Ledger;

public sealed class LedgerMergeTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(12)]
    public void Remove_Offset_LeavesAllOthersWithTheirOutcome(long offset)
    {
        LedgerRange[] stored = [new(5, 9, PacketOutcome.Stored), new(10, 10, PacketOutcome.Duplicate), new(11, 20, PacketOutcome.Stored)];
        var kept = new List<LedgerRange>();

        LedgerMerge.Remove(stored, offset, kept);

        Assert.Equal(Offsets(stored).Where(entry => entry.Offset != offset), Offsets(kept));
        Assert.True(kept.Zip(kept.Skip(1)).All(pair => pair.First.Last < pair.Second.First));
    }

    [Fact]
    public void Join_RandomRanges_IsWhatOffsetByOffsetIs()
    {
        var run = Gen.Select(Gen.Int[0, 60], Gen.Int[0, 8], Gen.Int[0, 5], (first, length, outcome) => new LedgerRange(first, first + length, (PacketOutcome)outcome));
        Gen.Select(run.Array[0, 12], run.Array[0, 12]).Sample(
            pair =>
            {
                var (stored, added) = (RangesOf(Record([], pair.Item1)), RangesOf(Record([], pair.Item2)));
                var expected = Record([], stored);
                var deadBefore = expected.Where(entry => entry.Value == PacketOutcome.DeadLettered).Select(entry => entry.Key).ToHashSet();
                Record(expected, added);
                List<LedgerRange> merged = [], settled = [];

                LedgerMerge.Join(stored, added, merged, settled);

                Assert.Equal(RangesOf(expected), merged);
                Assert.Equal(
                    expected.Where(entry => deadBefore.Contains(entry.Key) && entry.Value != PacketOutcome.DeadLettered).Select(entry => (entry.Key, entry.Value)),
                    Offsets(settled));
            },
            iter: 3000,
            threads: 1,
            seed: "0001bOsZ7mAl");
    }

    /// <summary>One offset after another, by the rule of <see cref="ILedger"/>: what is done stays, a dead letter gives way to it, what never was to anything.</summary>
    static SortedDictionary<long, PacketOutcome> Record(SortedDictionary<long, PacketOutcome> known, IEnumerable<LedgerRange> ranges)
    {
        foreach (var (offset, outcome) in Offsets(ranges))
        {
            var isDone = outcome is PacketOutcome.Stored or PacketOutcome.Duplicate or PacketOutcome.Rejected;
            if (!known.TryGetValue(offset, out var before)
                || (before == PacketOutcome.DeadLettered && isDone)
                || (before is PacketOutcome.Absent or PacketOutcome.Expired && outcome is not (PacketOutcome.Absent or PacketOutcome.Expired)))
                known[offset] = outcome;
        }

        return known;
    }

    static List<LedgerRange> RangesOf(SortedDictionary<long, PacketOutcome> offsets)
    {
        var ranges = new List<LedgerRange>();
        foreach (var (offset, outcome) in offsets)
        {
            if (ranges.Count > 0 && ranges[^1].Last + 1 == offset && ranges[^1].Outcome == outcome)
                ranges[^1] = ranges[^1] with { Last = offset };
            else
                ranges.Add(new LedgerRange(offset, offset, outcome));
        }

        return ranges;
    }

    static IEnumerable<(long Offset, PacketOutcome Outcome)> Offsets(IEnumerable<LedgerRange> ranges)
        => ranges.SelectMany(range => Enumerable.Range((int)range.First, (int)(range.Last - range.First + 1)).Select(offset => ((long)offset, range.Outcome)));
}
