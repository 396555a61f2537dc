using Boom.Core.Queues;
using Xunit;

namespace Boom.Tests.Contracts;

/// <content>Pauses between two tries, leases that are renewed, and what counts as an attempt.</content>
public abstract partial class LeasedQueueContract
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    static Settlement[] RetryLater(IEnumerable<ClaimedMessage> claimed) =>
        [.. claimed.Select(message => new Settlement(message.Ticket, message.Attempt, SettlementKind.Retry, Pause))];

    [Fact]
    public async Task Settle_RetryWithDelay_IsNotClaimableBeforeAndThenBackAtItsPlace()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 3), None);
        await queue.SettleAsync(RetryLater(await queue.ClaimAsync(1, Lease, None)), None);

        await PassAsync(queue, Pause - TimeSpan.FromMilliseconds(1));
        var meanwhile = await queue.ClaimAsync(3, Lease, None);
        await queue.SettleAsync(Settle(meanwhile, SettlementKind.Release), None);
        await PassAsync(queue, TimeSpan.FromMilliseconds(1));
        var again = await queue.ClaimAsync(3, Lease, None);

        Assert.Equal([1, 2], NumbersOf(meanwhile));
        Assert.Equal([0, 1, 2], NumbersOf(again));
        Assert.Equal([2, 1, 1], again.Select(message => message.Attempt));
    }

    [Fact]
    public async Task Settle_ReleaseWithDelay_IsNotClaimableBeforeAndDoesNotCount()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 2), None);
        for (var round = 0; round < 3; round++)
        {
            var claimed = await queue.ClaimAsync(1, Lease, None);
            Assert.Equal(1, Assert.Single(claimed).Attempt);
            await queue.SettleAsync([.. claimed.Select(message => new Settlement(message.Ticket, message.Attempt, SettlementKind.Release, Pause))], None);
            await PassAsync(queue, Pause - TimeSpan.FromMilliseconds(1));
            var meanwhile = await queue.ClaimAsync(2, Lease, None);
            Assert.Equal([1], NumbersOf(meanwhile));
            await queue.SettleAsync(Settle(meanwhile, SettlementKind.Release), None);
            await PassAsync(queue, TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(0, (await queue.GetStatusAsync(None)).Expired);
    }

    [Fact]
    public async Task Settle_RetryWithDelay_IsNoExpiredLease()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 3), None);
        await queue.SettleAsync(RetryLater(await queue.ClaimAsync(2, Lease, None)), None);
        await queue.ClaimAsync(1, Pause, None);

        await PassAsync(queue, Pause);

        Assert.Equal(3, (await queue.ClaimAsync(3, Lease, None)).Count);
        Assert.Equal(1, (await queue.GetStatusAsync(None)).Expired);
    }

    [Fact]
    public async Task GetStatus_MessagePauses_CountsItAndItsAge()
    {
        var queue = CreateQueue();
        var receipt = await queue.PushAsync(Numbered(0, 1, 100), None);
        await queue.SettleAsync(RetryLater(await queue.ClaimAsync(1, Lease, None)), None);
        Clock.Advance(TimeSpan.FromSeconds(2));
        await queue.PushAsync(Numbered(1, 1, 100), None);

        Assert.Equal(new QueueStatus(1, 1, 200, receipt.AtMs, 0, TimeSpan.FromSeconds(2)), await queue.GetStatusAsync(None));
    }

    [Fact]
    public async Task Settle_MessagePauses_LateVerdictsAndRenewalsAreIgnored()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 1), None);
        var claimed = await queue.ClaimAsync(1, Lease, None);
        await queue.SettleAsync(RetryLater(claimed), None);

        await queue.SettleAsync(Settle(claimed, SettlementKind.Done), None);
        await queue.SettleAsync(Settle(claimed, SettlementKind.Release), None);
        await queue.RenewAsync(claimed, TimeSpan.FromHours(1), None);
        await PassAsync(queue, Pause);

        Assert.Equal(2, Assert.Single(await queue.ClaimAsync(1, Lease, None)).Attempt);
    }

    [Fact]
    public async Task Settle_RetryAgainAndAgain_CountsEach()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 1), None);
        for (var attempt = 1; attempt <= 12; attempt++)
        {
            var claimed = await queue.ClaimAsync(1, Lease, None);
            Assert.Equal(attempt, Assert.Single(claimed).Attempt);
            await queue.SettleAsync(RetryLater(claimed), None);
            await PassAsync(queue, Pause);
        }
    }

    [Fact]
    public async Task Renew_SomeOfALease_KeepsThoseAlone()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 600), None);
        var claimed = await queue.ClaimAsync(600, Lease, None);
        await PassAsync(queue, Lease * 0.5);

        await queue.RenewAsync([.. claimed.Skip(1)], Lease, None);
        await PassAsync(queue, Lease * 0.75);

        var found = NumbersOf(await queue.ClaimAsync(600, Lease, None));

        Assert.Equal([0], found);
        Assert.Equal((0, 600, 1), ((await queue.GetStatusAsync(None)).Ready, (await queue.GetStatusAsync(None)).Leased, (await queue.GetStatusAsync(None)).Expired));
    }

    [Fact]
    public async Task Renew_LeasedToAnotherSince_ChangesNothing()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 1), None);
        var lost = await queue.ClaimAsync(1, Lease, None);
        await PassAsync(queue, Lease);
        await queue.ClaimAsync(1, Lease, None);

        await queue.RenewAsync(lost, TimeSpan.FromHours(1), None);
        await PassAsync(queue, Lease);

        Assert.Equal(3, Assert.Single(await queue.ClaimAsync(1, Lease, None)).Attempt);
    }

    [Fact]
    public async Task Push_Receipt_SaysHowFullTheQueueIsAndSince()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 3, 100), None);
        await queue.SettleAsync(RetryLater(await queue.ClaimAsync(1, Lease, None)), None);
        await queue.ClaimAsync(1, Lease, None);
        Clock.Advance(TimeSpan.FromSeconds(1));

        var receipt = await queue.PushAsync(Numbered(3, 2, 100), None);

        Assert.Equal(new PushReceipt(Clock.GetUtcNow().ToUnixTimeMilliseconds(), 5, 500), receipt);
        Assert.Equal(receipt.AtMs, (await queue.ClaimAsync(5, Lease, None))[^1].EnqueuedAtMs);
    }
}
