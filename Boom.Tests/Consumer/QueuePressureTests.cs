using Boom.Consumer;
using Boom.Core.Queues;
using Xunit;

namespace Boom.Tests.Consumer;

public sealed class QueuePressureTests
{
    readonly QueuePressure _pressure = new(1_000, 1_000_000);

    [Fact]
    public void MustLook_NothingIsKnown_Must() => Assert.True(_pressure.MustLook);

    [Fact]
    public void Look_OthersHaveFilledTheQueue_IsFull()
    {
        _pressure.Update(new QueueStatus(0, 0, 0, null, 0));
        _pressure.Push(10, 100);
        Assert.False(_pressure.MustLook);

        _pressure.Update(new PushReceipt(0, 1_005, 100));

        Assert.True(_pressure.Full);
    }

    [Fact]
    public void Look_AFifthIsNotFree_StaysFull()
    {
        _pressure.Update(new PushReceipt(0, 10, 1_000_000));

        _pressure.Update(new QueueStatus(9, 0, 900_000, 0, 0));
        Assert.True(_pressure.Full);
        _pressure.Update(new QueueStatus(9, 0, 799_999, 0, 0));
        Assert.False(_pressure.Full);
    }

    [Fact]
    public void Allow_BatchUnderWay_IsCountedOnTop()
    {
        _pressure.Update(new PushReceipt(0, 900, 0));
        _pressure.Push(60, 0);

        Assert.Equal(40, _pressure.Allow(100));
    }
}
