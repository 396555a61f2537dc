using Boom.Consumer;
using Boom.Core.Store;
using Xunit;

namespace Boom.Tests.Consumer;

public sealed class ExpiringOffsetsTests
{
    static readonly LedgerSpan Span = new("t", 0, new LedgerRange(0, 249, PacketOutcome.Expired));

    readonly ExpiringOffsets _expiring = new();

    [Fact]
    public void TakeRipe_QueueIsEmpty_GivesItOnce()
    {
        _expiring.Add(Span);
        _expiring.Add(Span);

        Assert.Equal([Span], _expiring.TakeRipe(oldestMs: null));
        Assert.True(_expiring.IsEmpty);
    }

    [Fact]
    public void TakeRipe_MessagesOfBeforeAreInTheQueue_Waits()
    {
        _expiring.Add(Span);

        Assert.Empty(_expiring.TakeRipe(oldestMs: 1_000));
        _expiring.Push(5_000);
        _expiring.Push(9_000);
        Assert.Empty(_expiring.TakeRipe(oldestMs: 5_000));
        Assert.Equal([Span], _expiring.TakeRipe(oldestMs: 5_001));
    }

    [Fact]
    public void CountOpen_SomeHaveAnOutcome_CountsTheRest()
    {
        var ledger = new LedgerPartition("t", 0, [new(0, 9, PacketOutcome.Stored), new(245, 300, PacketOutcome.Stored)]);

        Assert.Equal(235, ExpiringOffsets.CountOpen(ledger, Span.Range));
    }
}
