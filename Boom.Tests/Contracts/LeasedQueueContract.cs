using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Contracts;

/// <summary>What every leased queue does, whatever server it lies on.</summary>
public abstract partial class LeasedQueueContract
{
    private protected static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private protected static readonly TimeSpan Step = TimeSpan.FromSeconds(5);
    private protected static readonly CancellationToken None = CancellationToken.None;

    /// <summary>The clock of the server.</summary>
    private protected JumpingClock Clock { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>A queue of this name on the server, as another program has it.</summary>
    private protected abstract ILeasedQueue CreateQueueAt(string name);

    private protected ILeasedQueue CreateQueue([CallerMemberName] string name = "") => CreateQueueAt($"contract_{name}_{Environment.ProcessId}");

    // Time passes while somebody works on the queue.
    private protected async Task PassAsync(ILeasedQueue queue, TimeSpan time)
    {
        for (var left = time; left > TimeSpan.Zero; left -= Step)
        {
            Clock.Advance(left < Step ? left : Step);
            await LookAsync(queue);
        }
    }

    // As the renewal of a message that is gone.
    private protected static async Task LookAsync(ILeasedQueue queue) => await queue.RenewAsync([new ClaimedMessage(0, 1, 0, default)], Lease, None);

    private protected static QueueMessage[] Numbered(int first, int count, int bytes = 16) =>
        [.. Enumerable.Range(first, count).Select(number => new QueueMessage(
            new PacketOrigin("ztf_20260101_programid1", number % 4, number, 1_767_225_600_000 + number),
            null,
            Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture).PadRight(bytes))))];

    private protected static int[] NumbersOf(IEnumerable<ClaimedMessage> claimed) => [.. claimed.Select(message => (int)message.Message.Origin.Offset)];

    private protected static Settlement[] Settle(IEnumerable<ClaimedMessage> claimed, SettlementKind kind) =>
        [.. claimed.Select(message => new Settlement(message.Ticket, message.Attempt, kind))];

    [Fact]
    public async Task Claim_EmptyQueue_IsEmptyAtOnce() => Assert.Empty(await CreateQueue().ClaimAsync(10, Lease, None));

    [Fact]
    public async Task Claim_SeveralPushes_GivesOldestFirst()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 300), None);
        await queue.PushAsync(Numbered(300, 400), None);

        var first = await queue.ClaimAsync(600, Lease, None);
        var rest = await queue.ClaimAsync(600, Lease, None);

        Assert.Equal(Enumerable.Range(0, 600), NumbersOf(first));
        Assert.Equal(Enumerable.Range(600, 100), NumbersOf(rest));
    }

    [Fact]
    public async Task Claim_Message_ComesBackAsPushed()
    {
        var queue = CreateQueue();
        byte[] payload = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        var pushed = new QueueMessage(new PacketOrigin("winter_20260101", 3, 1L << 40, 17), "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", payload);
        await queue.PushAsync([pushed], None);

        var claimed = Assert.Single(await queue.ClaimAsync(1, Lease, None));

        Assert.Equal((pushed.Origin, pushed.TraceParent), (claimed.Message.Origin, claimed.Message.TraceParent));
        Assert.Equal(payload, claimed.Message.Payload.ToArray());
        Assert.Equal((1, Clock.GetUtcNow().ToUnixTimeMilliseconds()), (claimed.Attempt, claimed.EnqueuedAtMs));
    }

    [Fact]
    public async Task Claim_LeaseHasRunOut_ComesBackToItsPlace()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 6), None);
        await queue.ClaimAsync(2, Lease, None);

        var held = await queue.ClaimAsync(2, TimeSpan.FromHours(1), None);
        await PassAsync(queue, Lease);
        var again = await queue.ClaimAsync(10, Lease, None);

        Assert.Equal([2, 3], NumbersOf(held));
        Assert.Equal([0, 1, 4, 5], NumbersOf(again));
        Assert.Equal([2, 2, 1, 1], again.Select(message => message.Attempt));
        Assert.Equal(2, (await queue.GetStatusAsync(None)).Expired);
    }

    [Fact]
    public async Task Claim_LeaseNotYetOut_IsNotGivenToAnother()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 1), None);
        await queue.ClaimAsync(1, Lease, None);

        await PassAsync(queue, Lease - TimeSpan.FromMilliseconds(1));

        Assert.Empty(await queue.ClaimAsync(1, Lease, None));
    }

    [Fact]
    public async Task Settle_Done_ForgetsTheMessages()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 700), None);

        await queue.SettleAsync(Settle(await queue.ClaimAsync(700, Lease, None), SettlementKind.Done), None);
        await PassAsync(queue, Lease);

        Assert.Empty(await queue.ClaimAsync(1, Lease, None));
        Assert.Equal(new QueueStatus(0, 0, 0, null, 0), await queue.GetStatusAsync(None));
    }

    [Fact]
    public async Task Settle_Retry_ComesBackToItsPlaceAndCounts()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 3), None);

        await queue.SettleAsync(Settle(await queue.ClaimAsync(1, Lease, None), SettlementKind.Retry), None);
        var again = await queue.ClaimAsync(3, Lease, None);

        Assert.Equal([0, 1, 2], NumbersOf(again));
        Assert.Equal([2, 1, 1], again.Select(message => message.Attempt));
    }

    [Fact]
    public async Task Settle_Release_ComesBackToItsPlaceAndDoesNotCount()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 3), None);

        await queue.SettleAsync(Settle(await queue.ClaimAsync(2, Lease, None), SettlementKind.Release), None);
        var again = await queue.ClaimAsync(3, Lease, None);

        Assert.Equal([0, 1, 2], NumbersOf(again));
        Assert.Equal([1, 1, 1], again.Select(message => message.Attempt));
    }

    [Fact]
    public async Task Settle_Twice_ChangesNothing()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 2), None);
        var done = Settle(await queue.ClaimAsync(1, Lease, None), SettlementKind.Done);
        await queue.SettleAsync([.. done, .. done], None);
        await queue.SettleAsync(done, None);

        var status = await queue.GetStatusAsync(None);

        Assert.Equal((1, 0, 16), (status.Ready, status.Leased, status.PayloadBytes));
    }

    [Fact]
    public async Task Settle_LeaseRanOutAndAnotherHasIt_IsIgnored()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 1), None);
        var late = Settle(await queue.ClaimAsync(1, Lease, None), SettlementKind.Done);
        await PassAsync(queue, Lease);
        await queue.ClaimAsync(1, Lease, None);

        await queue.SettleAsync(late, None);

        Assert.Equal(1, (await queue.GetStatusAsync(None)).Leased);
    }

    [Fact]
    public async Task Settle_TicketNobodyHas_IsIgnored()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 1), None);

        await queue.SettleAsync([new Settlement(1, 1, SettlementKind.Done), new Settlement(long.MaxValue >> 12, 1, SettlementKind.Release)], None);

        Assert.Equal(1, (await queue.GetStatusAsync(None)).Ready);
    }

    [Fact]
    public async Task GetStatus_SomeClaimed_CountsBoth()
    {
        var queue = CreateQueue();
        var pushedAtMs = Clock.GetUtcNow().ToUnixTimeMilliseconds();
        await queue.PushAsync(Numbered(0, 5, 100), None);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await queue.PushAsync(Numbered(5, 5, 100), None);
        await queue.ClaimAsync(2, Lease, None);

        Assert.Equal(new QueueStatus(8, 2, 1_000, pushedAtMs, 0, TimeSpan.FromSeconds(1)), await queue.GetStatusAsync(None));
    }

    [Fact]
    public async Task Push_LargeBatch_IsOneRoundTripAndWhole()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 500, 72_000), None);

        var claimed = await queue.ClaimAsync(500, Lease, None);
        await queue.SettleAsync(Settle(claimed, SettlementKind.Done), None);

        Assert.Equal(Enumerable.Range(0, 500), NumbersOf(claimed));
        Assert.All(claimed, message => Assert.Equal(72_000, message.Message.Payload.Length));
    }

    [Fact]
    public async Task Claim_FourAtOnce_LosesAndDoublesNothing()
    {
        const int total = 2_000;
        var queue = CreateQueue();
        var seen = new ConcurrentBag<int>();

        async Task PushAllAsync()
        {
            for (var first = 0; first < total; first += 50)
                await queue.PushAsync(Numbered(first, 50), None);
        }

        async Task ClaimAllAsync()
        {
            while (seen.Count < total)
            {
                var claimed = await queue.ClaimAsync(7, Lease, None);
                foreach (var number in NumbersOf(claimed))
                    seen.Add(number);
                await queue.SettleAsync(Settle(claimed, SettlementKind.Done), None);
            }
        }

        await Task.WhenAll(PushAllAsync(), ClaimAllAsync(), ClaimAllAsync(), ClaimAllAsync(), ClaimAllAsync()).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(Enumerable.Range(0, total), seen.Order());
        Assert.Equal(new QueueStatus(0, 0, 0, null, 0), await queue.GetStatusAsync(None));
    }
}
