using Boom.Core.Store;
using Boom.Embedded.Pipeline;
using Xunit;

namespace Boom.Tests.Embedded.Pipeline;

public sealed class StallWatchTests
{
    readonly StallWatch _watch = new();

    [Fact]
    public void Look_NothingMovesForAMinute_SaysWhatIsWaitedForOnceAMinute()
    {
        Assert.Null(Look(0, accounted: 3));
        Assert.Null(Look(59_000, accounted: 3));

        var sentence = Look(60_000, accounted: 3);

        Assert.Equal("Nothing has moved for a minute: the player waits for the consumer; 2 packets wait for the consumer; the store is away.", sentence);
        Assert.Null(Look(61_000, accounted: 3));
        Assert.NotNull(Look(120_000, accounted: 3));
    }

    [Fact]
    public void Look_SomethingMoves_SaysNothing()
    {
        for (var i = 0; i < 10; i++)
            Assert.Null(Look(i * 50_000, accounted: i));
    }

    [Fact]
    public void Look_Idle_SaysNothing()
    {
        for (var i = 0; i < 10; i++)
            Assert.Null(_watch.Look(Status(i * 50_000, 5, waiting: 0), playerWaitsFor: null, []));
    }

    string? Look(long atMs, long accounted) =>
        _watch.Look(Status(atMs, accounted, waiting: 2), "the player waits for the consumer", ["the store is away"]);

    static PipelineStatus Status(long atMs, long accounted, long waiting) => new(
        atMs,
        [new StageStatus("consumer", "packets", accounted, waiting, null), new StageStatus("enricher", "alerts", accounted, 0, null)],
        default(PacketAccount) with { Published = accounted + waiting, Stored = accounted, Waiting = waiting });
}
