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
    public void Join_RandomRanges_IsWhatApplyingOneAfterAnotherIs()
    {
        var run = Gen.Select(Gen.Int[0, 60], Gen.Int[0, 8], Gen.Int[0, 5], (first, length, outcome) => new LedgerRange(first, first + length, (PacketOutcome)outcome));
        Gen.Select(run.Array[0, 12], run.Array[0, 12]).Sample(
            pair =>
            {
                var (stored, added) = (Fold(pair.Item1), Fold(pair.Item2));
                List<LedgerRange> expected = [.. stored], next = [], expectedSettled = [], settled = [], merged = [], changed = [];
                foreach (var range in added)
                {
                    LedgerMerge.Join(expected, [range], next, settled);
                    expectedSettled.AddRange(settled);
                    (expected, next) = (next, expected);
                }

                LedgerMerge.Join(stored, added, merged, changed);

                Assert.Equal(expected, merged);
                Assert.Equal(expectedSettled.Sum(range => range.Count), changed.Sum(range => range.Count));
            },
            iter: 3000,
            threads: 1,
            seed: "0001bOsZ7mAl");

        static List<LedgerRange> Fold(LedgerRange[] runs)
        {
            List<LedgerRange> ranges = [], next = [];
            foreach (var range in runs)
            {
                LedgerMerge.Join(ranges, [range], next, []);
                (ranges, next) = (next, ranges);
            }

            return ranges;
        }
    }

    static IEnumerable<(long Offset, PacketOutcome Outcome)> Offsets(IEnumerable<LedgerRange> ranges)
        => ranges.SelectMany(range => Enumerable.Range((int)range.First, (int)(range.Last - range.First + 1)).Select(offset => ((long)offset, range.Outcome)));
}
