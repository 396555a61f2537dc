using Boom.Consumer;
using Boom.Core.Alerts;
using Boom.Core.Store;
using Xunit;

namespace Boom.Tests.Consumer;

public sealed class TrackedPartitionTests
{
    readonly TrackedPartition _partition = new("t", 0);

    void Account(params (long First, long Last)[] ranges) =>
        _partition.Take(new LedgerPartition("t", 0, [.. ranges.Select(range => new LedgerRange(range.First, range.Last, PacketOutcome.Stored))]));

    [Fact]
    public void FirstDue_PartitionNeverSeen_IsItsBeginning() => Assert.Equal(0, _partition.FirstDue());

    [Fact]
    public void FirstDue_BrokerHasDeletedTheBeginning_IsTheFirstThatItHas() => Assert.Equal(250, _partition.FirstDue(250));

    [Fact]
    public void FirstDue_LostPackets_ArePassedOver()
    {
        Account((0, 4), (6, 9));
        _partition.Lose(5);

        Assert.Equal(10, _partition.FirstDue());
    }

    [Fact]
    public void FindLost_GapOlderThanTheQueue_IsLostHoweverBusyItIs()
    {
        _partition.Pass(100, 10_000);
        _partition.Pass(200, 20_000);
        Account((0, 49), (60, 99));

        Assert.Null(_partition.FindLost(oldestMs: 9_000, low: 0));
        Assert.Null(_partition.FindLost(oldestMs: 10_000, low: 0));
        Assert.Equal(50, _partition.FindLost(oldestMs: 10_001, low: 0));
    }

    [Fact]
    public void FindLost_GapInTheQueue_IsNotLost()
    {
        _partition.Pass(100, 10_000);
        _partition.Pass(200, 20_000);
        Account((0, 149));

        Assert.Null(_partition.FindLost(oldestMs: 15_000, low: 0));
        Assert.Equal(150, _partition.FindLost(oldestMs: null, low: 0));
    }

    [Fact]
    public void FindLost_DeletedByTheBroker_IsNotReadAgain()
    {
        _partition.Pass(100, 10_000);
        Account((0, 49), (60, 99));

        Assert.Null(_partition.FindLost(oldestMs: null, low: 100));
    }

    [Fact]
    public void FindLost_TheClientHasNotYetToldWhereTheBrokerBegins_NothingBeforeTheStartIsLost()
    {
        _partition.Begin(low: 250);

        Assert.Null(_partition.FindLost(oldestMs: null, low: 0));
    }

    [Fact]
    public void ReadAgain_WhatIsStillInTheQueue_IsNotQueuedAgain()
    {
        _partition.Pass(100, 10_000);
        _partition.Pass(200, 20_000);
        Account((0, 49), (60, 99));
        Assert.Equal(50, _partition.FindLost(oldestMs: 15_000, low: 0));

        _partition.ReadAgain();

        Assert.False(_partition.NeedsNothing(50));
        Assert.True(_partition.NeedsNothing(60));
        Assert.True(_partition.NeedsNothing(100));
        Assert.True(_partition.NeedsNothing(199));
        Assert.False(_partition.NeedsNothing(200));
    }

    [Fact]
    public void FindLost_UntilWhatWasReadAgainHasLeftTheQueue_FindsNothing()
    {
        _partition.Pass(100, 10_000);
        Account((0, 49));
        Assert.Equal(50, _partition.FindLost(oldestMs: 15_000, low: 0));
        _partition.ReadAgain();

        Assert.Null(_partition.FindLost(oldestMs: null, low: 0));
        _partition.Pass(100, 30_000);
        Assert.Null(_partition.FindLost(oldestMs: 30_000, low: 0));
        Assert.Equal(50, _partition.FindLost(oldestMs: 30_001, low: 0));
    }

    [Fact]
    public void FindLost_LastOfWhatWasReadAgainNeededNothing_WaitsForWhatWasQueuedBefore()
    {
        _partition.Pass(100, 10_000);
        Account((0, 49));
        Assert.Equal(50, _partition.FindLost(oldestMs: 15_000, low: 0));
        _partition.ReadAgain();

        _partition.Pass(60, 30_000);
        _partition.Pass(100, null);

        Assert.Null(_partition.FindLost(oldestMs: 30_000, low: 0));
        Assert.Equal(50, _partition.FindLost(oldestMs: 30_001, low: 0));
    }

    [Fact]
    public void FindLost_ClockOfTheServerJumpsBack_NeverTakesWhatIsQueuedForLost()
    {
        _partition.Pass(100, 600_000);
        _partition.Pass(200, 1_000);

        Assert.Null(_partition.FindLost(oldestMs: 900, low: 0));
        Assert.Null(_partition.FindLost(oldestMs: 1_000, low: 0));
    }

    [Fact]
    public void Take_AnotherIncarnation_ForgetsWhatWasQueued()
    {
        _partition.Pass(100, 10_000);

        _partition.Take(new LedgerPartition("t~2", 0, []));

        Assert.Equal(0, _partition.Passed);
        Assert.Null(_partition.FindLost(oldestMs: null, low: 0));
    }

    [Fact]
    public void Take_AnotherIncarnation_MustBeginUntilItDoes()
    {
        _partition.Pass(100, 10_000);
        Assert.False(_partition.MustBegin);

        _partition.Take(new LedgerPartition("t~2", 0, [new LedgerRange(0, 3, PacketOutcome.Stored)]));
        _partition.Take(_partition.Ledger);

        Assert.True(_partition.MustBegin);
        Assert.Equal(4, _partition.Begin(low: 0));
        Assert.False(_partition.MustBegin);
    }

    [Fact]
    public void Lack_ThePartitionComesBack_IsComparedAndBegunAgain()
    {
        _partition.IsIdentified = true;
        _partition.Begin(low: 0);
        _partition.Lack();
        Assert.Equal((false, true, true), (_partition.IsIdentified, _partition.MustBegin, _partition.IsLacking));

        _partition.Begin(low: 0);

        Assert.Equal((false, false), (_partition.MustBegin, _partition.IsLacking));
    }

    [Fact]
    public void Expect_PacketsWereReadThatNobodyAccountsFor_TheLastOfThemIsExpected()
    {
        var read = new PacketMark(41, 5, 7);
        _partition.Read(read);
        _partition.Read(read with { Offset = 12 });
        Account((0, 30));

        var expected = _partition.Expect(_partition.Ledger with { TopicId = "a", LastPacket = new PacketMark(30, 5, 6) });

        Assert.Equal(new ExpectedPackets("a", 42, read), expected);
        Assert.Equal(new ExpectedPackets(null, 42, read), _partition.Expect(null));
    }

    [Fact]
    public void Expect_AnotherConsumerWentOn_ItsAccountCounts()
    {
        _partition.Read(new PacketMark(20, 5, 7));
        Account((0, 30));
        var last = new PacketMark(30, 5, 6);

        Assert.Equal(new ExpectedPackets(null, 31, last), _partition.Expect(_partition.Ledger with { LastPacket = last }));
    }

    [Fact]
    public void Expect_AnotherIncarnation_WhatWasReadOfTheOneBeforeIsForgotten()
    {
        _partition.Read(new PacketMark(41, 5, 7));
        var anew = new LedgerPartition("t~2", 0, [new LedgerRange(0, 3, PacketOutcome.Stored)]);

        Assert.Equal(4, _partition.Expect(anew)!.End);
        _partition.Take(anew);
        Assert.Null(_partition.LastRead);
    }

    [Fact]
    public void Expect_AnotherConsumerHasReadFurther_ItsLastPacketIsExpected()
    {
        var queued = new PacketMark(39, 5, 7);
        Account((0, 30));

        Assert.Equal(new ExpectedPackets(null, 40, queued), _partition.Expect(_partition.Ledger, queued));
        _partition.Read(new PacketMark(44, 5, 8));
        Assert.Equal(45, _partition.Expect(_partition.Ledger, queued)!.End);
    }
}
