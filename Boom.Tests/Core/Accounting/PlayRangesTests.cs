using Boom.Core.Accounting;
using Boom.Core.Pipeline;
using CsCheck;
using Xunit;

namespace Boom.Tests.Core.Accounting;

public sealed class PlayRangesTests
{
    [Fact]
    public void Of_AnyPlays_CoverEachPacketOnce()
    {
        Gen.Select(Gen.Int[1, 8], Gen.Long[0, 50].List[0, 5]).Sample((partitionCount, sizes) =>
        {
            var plays = new List<Play>();
            long total = 0;
            foreach (var size in sizes)
            {
                plays.Add(new Play(plays.Count, "t", partitionCount, "s", total, size, true));
                total += size;
            }

            var offsets = PlayRanges.Of(plays, _ => true)
                .SelectMany(range => Enumerable.Range((int)range.FirstOffset, (int)(range.EndOffset - range.FirstOffset))
                    .Select(offset => (range.Partition, (long)offset)));
            var expected = Enumerable.Range(0, (int)total).Select(n => (n % partitionCount, (long)(n / partitionCount)));
            return offsets.Order().SequenceEqual(expected.Order());
        });
    }

    [Fact]
    public void Of_SourceThatIsGone_IsNotAvailable()
    {
        var range = Assert.Single(PlayRanges.Of([new Play(1, "t", 1, "gone", 0, 5, true)], _ => false));

        Assert.Equal((0, 5, 5), (range.FirstOffset, range.EndOffset, range.AvailableFrom));
    }
}
