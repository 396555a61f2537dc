using Boom.Core.Plays;
using CsCheck;
using Xunit;

namespace Boom.Tests.Core.Plays;

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

            var offsets = PlayRanges.Of(plays, play => [.. Enumerable.Range(0, (int)play.Published).Where(n => n % 3 == 0).Select(n => play.FirstSequence + n)])
                .SelectMany(range => Enumerable.Range((int)range.FirstOffset, (int)(range.EndOffset - range.FirstOffset))
                    .Select(offset => (range.Partition, (long)offset)));
            var expected = Enumerable.Range(0, (int)total).Select(n => (n % partitionCount, (long)(n / partitionCount)));
            return offsets.Order().SequenceEqual(expected.Order());
        });
    }

    [Fact]
    public void Of_SourceThatIsGone_IsNotAvailable()
    {
        var range = Assert.Single(PlayRanges.Of([new Play(1, "t", 1, "gone", 0, 5, true)], _ => [0, 1, 2, 3, 4]));

        Assert.Equal((0, 5, 5), (range.FirstOffset, range.EndOffset, range.AvailableFrom));
    }

    [Fact]
    public void Of_OnePacketThatIsGone_LeavesTheOthersAvailable() => Assert.Equal(
        [("t", 0, 0L, 1L, 0L), ("t", 0, 1L, 2L, 2L), ("t", 0, 2L, 3L, 2L), ("t", 1, 0L, 2L, 0L)],
        PlayRanges.Of([new Play(1, "t", 2, "s", 0, 5, true)], _ => [2])
            .Select(range => (range.Topic, range.Partition, range.FirstOffset, range.EndOffset, range.AvailableFrom)));
}
