using Boom.Core.Queues;
using Boom.Messaging.Queues;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Contracts;

/// <content>Clocks that differ, and clocks that jump.</content>
public abstract partial class LeasedQueueServerContract
{
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    ValkeyQueue[] CreateQueuesOf(string name, params ShiftedTime[] clocks) =>
        [.. clocks.Select(clock => new ValkeyQueue(Connection, $"contract_{name}_{Environment.ProcessId}", clock))];

    [Fact]
    public async Task Claim_ProgramsClocksDiffer_NobodyTakesTheLeaseOfAnother()
    {
        var jumping = new ShiftedTime(TimeSpan.Zero);
        var queues = CreateQueuesOf("skew", new(TimeSpan.FromMinutes(-10)), new(TimeSpan.Zero), new(TimeSpan.FromMinutes(10)), jumping);
        foreach (var holder in queues)
        {
            await holder.PushAsync(Numbered(0, 5), None);
            var claimed = await holder.ClaimAsync(5, Lease, None);
            jumping.Offset += TimeSpan.FromHours(7);
            await holder.RenewAsync(claimed, Lease, None);
            foreach (var other in queues)
                Assert.Empty(await other.ClaimAsync(5, Lease, None));
            jumping.Offset -= TimeSpan.FromHours(9);
            await holder.SettleAsync(Settle(claimed, SettlementKind.Done), None);
        }

        Assert.Equal(new QueueStatus(0, 0, 0, null, 0), await queues[0].GetStatusAsync(None));
    }

    [Fact]
    public async Task Claim_ProgramsClocksDiffer_ALeaseRunsOutForAll()
    {
        var queues = CreateQueuesOf("skewed_expiry", new(TimeSpan.FromMinutes(-10)), new(TimeSpan.FromMinutes(10)));
        for (var round = 0; round < 2; round++)
        {
            await queues[0].PushAsync(Numbered(round, 1), None);
            await queues[round].ClaimAsync(1, TimeSpan.FromMilliseconds(50), None);

            var again = await UntilClaimedAsync(queues[1 - round]);

            Assert.Equal((round, 2), (NumbersOf(again)[0], again[0].Attempt));
            await queues[0].SettleAsync(Settle(again, SettlementKind.Done), None);
        }
    }

    [Fact]
    public async Task GetStatus_ProgramsClocksDiffer_TimesAndAgesAreTheServers()
    {
        var queues = CreateQueuesOf("skewed_age", new(TimeSpan.FromMinutes(10)), new(TimeSpan.FromMinutes(-10)));
        var first = await queues[0].PushAsync(Numbered(0, 1), None);
        var second = await queues[1].PushAsync(Numbered(1, 1), None);

        foreach (var queue in queues)
        {
            var status = await queue.GetStatusAsync(None);
            Assert.Equal(first.AtMs, status.OldestEnqueuedAtMs);
            Assert.InRange(status.OldestAge, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        }

        Assert.InRange(second.AtMs - first.AtMs, 0, 300_000);
        var found = (await queues[1].ClaimAsync(2, Lease, None)).Select(message => message.EnqueuedAtMs);
        Assert.Equal([first.AtMs, second.AtMs], found);
    }

    [Fact]
    public async Task Claim_ServersClockJumpsAhead_TakesNoLeaseAndEndsNoPause()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 2), None);
        await queue.SettleAsync(Pausing(await queue.ClaimAsync(1, Lease, None), Lease), None);
        var held = await queue.ClaimAsync(1, Lease, None);

        Clock.Advance(Hour);

        Assert.Empty(await queue.ClaimAsync(2, Lease, None));
        await queue.SettleAsync(Settle(held, SettlementKind.Done), None);
        await PassAsync(queue, Lease);
        var found = NumbersOf(await queue.ClaimAsync(2, Lease, None));
        Assert.Equal([0], found);
        Assert.Equal(0, (await queue.GetStatusAsync(None)).Expired);
    }

    [Fact]
    public async Task Claim_ServersClockGoesBack_LeasesAndPausesEndAsIfItHadNot()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 2), None);
        await queue.SettleAsync(Pausing(await queue.ClaimAsync(1, Lease, None), Lease), None);
        await queue.ClaimAsync(1, Lease, None);

        Clock.Advance(-Hour);
        await LookAsync(queue);
        await PassAsync(queue, Lease - TimeSpan.FromMilliseconds(1));
        Assert.Empty(await queue.ClaimAsync(2, Lease, None));
        await PassAsync(queue, TimeSpan.FromMilliseconds(1));

        var found = NumbersOf(await queue.ClaimAsync(2, Lease, None));

        Assert.Equal([0, 1], found);
    }

    [Fact]
    public async Task Claim_NobodyCouldCallTheServerForLong_LeasesAreStillHeld()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 1_000), None);
        var held = await queue.ClaimAsync(1_000, Lease, None);

        Clock.Advance(Hour);
        await queue.RenewAsync(held, Lease, None);

        Assert.Empty(await queue.ClaimAsync(1_000, Lease, None));
        await PassAsync(queue, Lease);
        Assert.Equal(1_000, (await queue.ClaimAsync(1_000, Lease, None)).Count);
    }

    [Fact]
    public async Task Push_ServersClockGoesBackAndForth_TicketsAreUniqueAndInOrder()
    {
        var queue = CreateQueue();
        for (var number = 0; number < 20; number++)
        {
            await queue.PushAsync(Numbered(number, 1), None);
            Clock.Advance(number % 2 == 0 ? -Hour : Hour / 2);
        }

        // A server that has lost the last ticket, too.
        await Connection.GetDatabase().KeyDeleteAsync(KeyOf(queue, "counters"));
        await queue.PushAsync(Numbered(20, 1), None);

        var claimed = await queue.ClaimAsync(30, Lease, None);
        Assert.Equal(Enumerable.Range(0, 21), NumbersOf(claimed));
        Assert.Equal(claimed.Select(message => message.Ticket).Distinct().Order(), claimed.Select(message => message.Ticket));
    }

    [Fact]
    public async Task GetStatus_ServersClockGoesBack_AgeIsNotNegativeAndOldestIsKept()
    {
        var queue = CreateQueue();
        var first = await queue.PushAsync(Numbered(0, 1), None);
        Clock.Advance(-Hour);
        Assert.Equal((first.AtMs, TimeSpan.Zero), ((await queue.GetStatusAsync(None)).OldestEnqueuedAtMs, (await queue.GetStatusAsync(None)).OldestAge));

        // The order is that of arrival; the oldest by the clock is another.
        var second = await queue.PushAsync(Numbered(1, 1), None);
        Assert.Equal(second.AtMs, (await queue.GetStatusAsync(None)).OldestEnqueuedAtMs);
        var found = NumbersOf(await queue.ClaimAsync(2, Lease, None));
        Assert.Equal([0, 1], found);
    }

    static Settlement[] Pausing(IEnumerable<ClaimedMessage> claimed, TimeSpan pause) =>
        [.. claimed.Select(message => new Settlement(message.Ticket, message.Attempt, SettlementKind.Retry, pause))];

    static async Task<ClaimedBatch> UntilClaimedAsync(ValkeyQueue queue)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (await queue.ClaimAsync(1, Lease, patience.Token) is { Count: > 0 } claimed)
                return claimed;
        }
    }
}
