using Boom.Core.Queues;
using Boom.Messaging.Queues;
using StackExchange.Redis;
using Xunit;

namespace Boom.Tests.Contracts;

/// <content>Servers that have lost a part of their memory.</content>
public abstract partial class LeasedQueueServerContract
{
    [Theory]
    [InlineData(1, 0.1)]
    [InlineData(2, 0.1)]
    [InlineData(3, 0.5)]
    [InlineData(4, 0.9)]
    public async Task Claim_PartOfEachKeyIsLost_TheQueueGoesOnAndEndsAtZero(int seed, double share)
    {
        var queue = CreateQueueAt($"contract_loss_{seed}_{Environment.ProcessId}");
        await queue.PushAsync([.. Numbered(0, 200), .. Numbered(200, 100, 1_000), .. PacketMessages()], None);
        await queue.SettleAsync(Pausing(await queue.ClaimAsync(30, Lease, None), Lease), None);
        await queue.ClaimAsync(40, Lease, None);

        await LoseAsync(queue, share, new Random(seed));
        await queue.PushAsync(Numbered(1_000, 50, 1_000), None);

        var seen = new HashSet<int>();
        for (var round = 0; round < 100 && (await queue.GetStatusAsync(None)) is { Ready: > 0 } or { Leased: > 0 } or { OldestEnqueuedAtMs: not null }; round++)
        {
            using var claimed = await queue.ClaimAsync(60, Lease, None);
            seen.UnionWith(NumbersOf(claimed));
            await queue.SettleAsync(Settle(claimed, SettlementKind.Done), None);
            await PassAsync(queue, Step);
        }

        Assert.Equal(Enumerable.Range(1_000, 50), seen.Where(number => number >= 1_000).Order());
        Assert.Equal(new QueueStatus(0, 0, 0, null, 0), await queue.GetStatusAsync(None) with { Expired = 0 });
        Clock.Advance(TimeSpan.FromMinutes(10));
        await queue.GetStatusAsync(None);
        foreach (var suffix in Suffixes.Where(suffix => suffix is not ("counters" or "headers")))
            Assert.False(await Connection.GetDatabase().KeyExistsAsync(KeyOf(queue, suffix)), suffix);
    }

    [Fact]
    public async Task Claim_PlacesAreLost_TheMessagesComeBackInOrder()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 600), None);
        await Connection.GetDatabase().KeyDeleteAsync(KeyOf(queue, "ready"));

        var seen = new List<int>();
        while (await queue.ClaimAsync(600, Lease, None) is { Count: > 0 } claimed)
        {
            seen.AddRange(NumbersOf(claimed));
            await queue.SettleAsync(Settle(claimed, SettlementKind.Done), None);
        }

        Assert.Equal(Enumerable.Range(0, 600), seen);
    }

    [Fact]
    public async Task GetStatus_OldestIsLost_TheNextIsTheOldest()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 5), None);
        Clock.Advance(Step);
        var second = await queue.PushAsync(Numbered(5, 5), None);
        var tickets = await Connection.GetDatabase().SortedSetRangeByRankAsync(KeyOf(queue, "ready"), 0, 4);
        await Connection.GetDatabase().SortedSetRemoveAsync(KeyOf(queue, "ready"), tickets);
        await Connection.GetDatabase().HashDeleteAsync(KeyOf(queue, "envelopes"), tickets);

        Assert.Equal(new QueueStatus(5, 0, 80, second.AtMs, 0), await queue.GetStatusAsync(None));
    }

    [Fact]
    public async Task GetStatus_TimesAreLost_TheOldestThatWaitsStillCounts()
    {
        var queue = CreateQueue();
        var first = await queue.PushAsync(Numbered(0, 5), None);
        await Connection.GetDatabase().KeyDeleteAsync(KeyOf(queue, "enqueued"));
        Clock.Advance(Step);
        await queue.PushAsync(Numbered(5, 5), None);

        Assert.Equal(first.AtMs, (await queue.GetStatusAsync(None)).OldestEnqueuedAtMs);
        Assert.Equal(first.AtMs, (await queue.ClaimAsync(1, Lease, None))[0].EnqueuedAtMs);
    }

    [Fact]
    public async Task Settle_ReferencesAreLost_BytesAndPayloadsAreForgottenToo()
    {
        var queue = CreateQueue();
        await queue.PushAsync([.. Numbered(0, 5), .. Numbered(5, 5, 1_000)], None);
        await Connection.GetDatabase().KeyDeleteAsync(KeyOf(queue, "references"));

        await queue.SettleAsync(Settle(await queue.ClaimAsync(9, Lease, None), SettlementKind.Done), None);

        Assert.Equal((1, 1_000), ((await queue.GetStatusAsync(None)).Ready, (await queue.GetStatusAsync(None)).PayloadBytes));
        Assert.Equal(1, await Connection.GetDatabase().HashLengthAsync(KeyOf(queue, "payloads")));
    }

    [Fact]
    public async Task Settle_ReferencesAndEnvelopesAreLost_Settles()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 2), None);
        var claimed = await queue.ClaimAsync(2, Lease, None);
        await Connection.GetDatabase().KeyDeleteAsync([KeyOf(queue, "references"), KeyOf(queue, "envelopes")]);

        await queue.SettleAsync(Settle(claimed, SettlementKind.Done), None);

        Assert.Equal(new QueueStatus(0, 0, 0, null, 0), await queue.GetStatusAsync(None));
    }

    [Fact]
    public async Task GetStatus_PayloadsOfAPushUnderWay_AreNoStrays()
    {
        var queue = CreateQueue();
        await Connection.GetDatabase().HashSetAsync(KeyOf(queue, "payloads"), "t:0:1", "ahead of its ticket");
        await queue.GetStatusAsync(None);
        Clock.Advance(TimeSpan.FromMinutes(9));
        await queue.GetStatusAsync(None);
        Assert.True(await Connection.GetDatabase().KeyExistsAsync(KeyOf(queue, "payloads")));

        Clock.Advance(TimeSpan.FromMinutes(1));
        await queue.GetStatusAsync(None);

        Assert.False(await Connection.GetDatabase().KeyExistsAsync(KeyOf(queue, "payloads")));
    }

    async Task LoseAsync(ValkeyQueue queue, double share, Random random)
    {
        var database = Connection.GetDatabase();
        foreach (var suffix in Suffixes)
        {
            var key = KeyOf(queue, suffix);
            if (suffix is "ready" or "leases" or "enqueued")
                await database.SortedSetRemoveAsync(key, Some(await database.SortedSetRangeByRankAsync(key)));
            else
                await database.HashDeleteAsync(key, Some(await database.HashKeysAsync(key)));
        }

        RedisValue[] Some(RedisValue[] all) => [.. all.Where(_ => random.NextDouble() < share)];
    }
}
