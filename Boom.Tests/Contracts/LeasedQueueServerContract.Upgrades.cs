using Boom.Core.Queues;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Contracts;

/// <content>Programs of the version before on the same queue, as during a rolling upgrade.</content>
public abstract partial class LeasedQueueServerContract
{
    QueueOfVersionBefore Before(ILeasedQueue queue, TimeProvider? time = null) => new(Connection, queue.Name, time ?? Clock);

    [Fact]
    public async Task Upgrade_MessagesOfTheVersionBefore_AreReadWithTheirTimes()
    {
        var queue = CreateQueue();
        await Before(queue).PushAsync(Numbered(0, 3));
        var atMs = Clock.GetUtcNow().ToUnixTimeMilliseconds();
        Clock.Advance(Step);
        await queue.PushAsync(Numbered(3, 1), None);

        Assert.Equal(new QueueStatus(4, 0, 64, atMs, 0, Step), await queue.GetStatusAsync(None));
        var claimed = await queue.ClaimAsync(5, Lease, None);
        Assert.Equal([0, 1, 2, 3], NumbersOf(claimed));
        Assert.Equal(atMs, claimed[0].EnqueuedAtMs);
    }

    [Fact]
    public async Task Upgrade_LeaseOfEither_IsRespectedByBothAndRunsOutForBoth()
    {
        var queue = CreateQueue();
        var before = Before(queue);
        await queue.PushAsync(Numbered(0, 2), None);
        await before.ClaimAsync(1, Lease);
        await queue.ClaimAsync(1, Lease, None);
        Assert.Empty(await queue.ClaimAsync(2, Lease, None));
        Assert.Empty(await before.ClaimAsync(2, Lease));

        await PassAsync(queue, Lease);
        var found = NumbersOf(await queue.ClaimAsync(1, Lease, None));
        Assert.Equal([0], found);
        Assert.Equal(2, Assert.Single(await before.ClaimAsync(1, Lease)).Attempt);
    }

    [Fact]
    public async Task Upgrade_MessagePauses_TheVersionBeforeLeavesItAndThenCountsOn()
    {
        var queue = CreateQueue();
        var before = Before(queue);
        await queue.PushAsync(Numbered(0, 1), None);
        var claimed = await queue.ClaimAsync(1, Lease, None);
        await queue.SettleAsync(Pausing(claimed, Lease), None);

        await before.SettleAsync(claimed, "done");
        Assert.Empty(await before.ClaimAsync(1, Lease));
        await PassAsync(queue, Lease);
        var again = await before.ClaimAsync(1, Lease);
        Assert.Equal(2, Assert.Single(again).Attempt);
        await before.SettleAsync(again, "done");

        Assert.Equal((0, 0, 0), await before.StatusAsync());
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 10)]
    [InlineData(4, -10)]
    public async Task Upgrade_BothAtWork_NothingIsLost(int seed, int minutesAhead)
    {
        var random = new Random(seed);
        var queue = CreateQueueAt($"contract_upgrade_{seed}_{Environment.ProcessId}");
        var skewed = new JumpingClock(Clock.GetUtcNow() + TimeSpan.FromMinutes(minutesAhead));
        var before = Before(queue, skewed);
        var done = new List<int>();
        var (pushed, mine, theirs) = (0, new List<ClaimedMessage>(), new List<ClaimedMessage>());
        for (var step = 0; step < 600; step++)
        {
            switch (random.Next(step < 400 ? 8 : 6))
            {
                case 0:
                    mine.AddRange(await queue.ClaimAsync(random.Next(1, 20), Lease, None));
                    break;
                case 1:
                    theirs.AddRange(await before.ClaimAsync(random.Next(1, 20), Lease));
                    break;
                case 2:
                    var (kind, pause) = random.Next(8) switch { 0 => (SettlementKind.Release, 0), 1 => (SettlementKind.Retry, 0), 2 => (SettlementKind.Retry, 5), _ => (SettlementKind.Done, 0) };
                    await queue.SettleAsync([.. mine.Select(message => new Settlement(message.Ticket, message.Attempt, kind, TimeSpan.FromSeconds(pause)))], None);
                    done.AddRange(kind == SettlementKind.Done ? NumbersOf(mine) : []);
                    mine.Clear();
                    break;
                case 3:
                    var verdict = random.Next(8) switch { 0 => "release", 1 => "retry", _ => "done" };
                    await before.SettleAsync(theirs, verdict);
                    done.AddRange(verdict == "done" ? NumbersOf(theirs) : []);
                    theirs.Clear();
                    break;
                case 4:
                    await queue.RenewAsync(mine, Lease, None);
                    break;
                case 5:
                    skewed.Advance(Step);
                    await PassAsync(queue, Step);
                    break;
                case 6:
                    await queue.PushAsync(Numbered(pushed, 5), None);
                    pushed += 5;
                    break;
                default:
                    await before.PushAsync(Numbered(pushed, 5));
                    pushed += 5;
                    break;
            }
        }

        for (var round = 0; round < 300 && (await queue.GetStatusAsync(None)) is { Ready: > 0 } or { Leased: > 0 }; round++)
        {
            using var claimed = await queue.ClaimAsync(50, Lease, None);
            await queue.SettleAsync(Settle(claimed, SettlementKind.Done), None);
            done.AddRange(NumbersOf(claimed));
            await PassAsync(queue, Step);
        }

        Assert.Equal(Enumerable.Range(0, pushed), done.Distinct().Order());
        Assert.Equal((0, 0, 0), await before.StatusAsync());
    }
}
