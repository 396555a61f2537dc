using Boom.Core.Store;
using Boom.Lab.Drill;
using Xunit;

namespace Boom.Tests.Lab.Drill;

public sealed class BusyQueueWatchTests
{
    [Fact]
    public void Look_AllBeforeTheEndsHaveAnOutcome_IsDone() => Assert.True(new BusyQueueWatch([10, 0]).Look(900, 1000, [Account((0, 30)), null], [31, 0]));

    [Fact]
    public void Look_OneHasNone_IsNotDone() => Assert.False(new BusyQueueWatch([10, 0]).Look(900, 1000, [Account((0, 3), (5, 30)), null], [31, 0]));

    [Fact]
    public void IsWorkedThrough_OldestIsStillOneOfBefore_Never() => Assert.False(Look((900, 1000), (1000, 200_000)).IsWorkedThrough);

    [Fact]
    public void IsWorkedThrough_WhatWasQueuedWithinHalfAMinuteAfterTheLossShowedWaits_NotYet() =>
        Assert.False(Look((900, 1000), (1001, 5000), (35_000, 40_000)).IsWorkedThrough);

    [Fact]
    public void IsWorkedThrough_ThatIsGoneToo_FromThenOn() => Assert.True(Look((900, 1000), (1001, 5000), (35_001, 40_000)).IsWorkedThrough);

    [Fact]
    public void IsWorkedThrough_QueueIsEmptyAfterThat_FromThenOn() => Assert.True(Look((900, 1000), (null, 5000), (null, 35_001)).IsWorkedThrough);

    [Fact]
    public void ToString_SomeAreOpen_TellsHowMany()
    {
        var watch = new BusyQueueWatch([10]);
        watch.Look(900, 1000, [Account((0, 3))], [10]);
        watch.Look(1001, 5000, [Account((0, 6), (8, 20))], [21]);

        Assert.Equal("1 of 6 packets have no outcome, and the queue has not been worked through", watch.ToString());
    }

    [Fact]
    public void IsWorkedThrough_SomeOfItWasReadLate_CountsFromThen()
    {
        var watch = new BusyQueueWatch([10]);
        foreach (var nowMs in new[] { 1000, 50_000, 99_000 })
            watch.Look(nowMs, nowMs, [Account((0, 3))], [9]);

        Assert.False(watch.IsWorkedThrough);
        Assert.Equal("6 of 6 packets have no outcome, and not all have been read", watch.ToString());
        foreach (var nowMs in new[] { 100_000, 100_001, 130_000 })
            watch.Look(nowMs, nowMs, [Account((0, 3))], [10]);

        Assert.False(watch.IsWorkedThrough);
        watch.Look(130_002, 130_002, [Account((0, 3))], [10]);
        Assert.True(watch.IsWorkedThrough);
    }

    static BusyQueueWatch Look(params (long? OldestMs, long NowMs)[] looks)
    {
        var watch = new BusyQueueWatch([10]);
        foreach (var (oldestMs, nowMs) in looks)
            watch.Look(oldestMs, nowMs, [Account((0, 3))], [10]);
        return watch;
    }

    static LedgerPartition Account(params (long First, long Last)[] ranges) =>
        new("a", 0, [.. ranges.Select(range => new LedgerRange(range.First, range.Last, PacketOutcome.Stored))]);
}
