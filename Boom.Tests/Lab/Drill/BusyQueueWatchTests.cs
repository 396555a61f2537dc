using Boom.Core.Store;
using Boom.Lab.Drill;
using Xunit;

namespace Boom.Tests.Lab.Drill;

public sealed class BusyQueueWatchTests
{
    [Fact]
    public void Look_AllBeforeTheEndsHaveAnOutcome_IsDone() => Assert.True(new BusyQueueWatch([10, 0], 100).Look([Account((0, 30)), null]));

    [Fact]
    public void Look_OneHasNone_IsNotDone() => Assert.False(new BusyQueueWatch([10, 0], 100).Look([Account((0, 3), (5, 30)), null]));

    [Fact]
    public void Look_AccountsCannotBeRead_IsNotDone() => Assert.False(new BusyQueueWatch([0], 100).Look(null));

    [Theory]
    [InlineData(110, false)]
    [InlineData(111, true)]
    public void IsWorkedThrough_WhatWasOpenAndAHundredMore_FromThenOn(long last, bool expected)
    {
        var watch = new BusyQueueWatch([10], 100);
        watch.Look([Account((0, 3))]);

        // 6 of 10 were open at first, and offset 7 is lost.
        watch.Look([Account((0, 6), (8, last - 1))]);

        Assert.Equal(expected, watch.IsWorkedThrough);
    }

    [Fact]
    public void ToString_SomeAreOpen_TellsHowManyAndHowManyWentBy()
    {
        var watch = new BusyQueueWatch([10], 100);
        watch.Look([Account((0, 3))]);
        watch.Look([Account((0, 6), (8, 20))]);

        Assert.Equal("1 of 6 packets have no outcome, and 16 have got one meanwhile", watch.ToString());
    }

    static LedgerPartition Account(params (long First, long Last)[] ranges) =>
        new("a", 0, [.. ranges.Select(range => new LedgerRange(range.First, range.Last, PacketOutcome.Stored))]);
}
