using Boom.Core.Pipeline;
using Boom.Storage.Ledger;
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

    static IEnumerable<(long Offset, PacketOutcome Outcome)> Offsets(IEnumerable<LedgerRange> ranges)
        => ranges.SelectMany(range => Enumerable.Range((int)range.First, (int)(range.Last - range.First + 1)).Select(offset => ((long)offset, range.Outcome)));
}
