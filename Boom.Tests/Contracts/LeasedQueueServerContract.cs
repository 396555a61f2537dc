using System.Runtime.CompilerServices;
using Boom.Core.Queues;
using Boom.Messaging.Queues;
using StackExchange.Redis;
using Xunit;

namespace Boom.Tests.Contracts;

/// <summary>What a leased queue does on every server, that one that loses its memory too.</summary>
public abstract partial class LeasedQueueServerContract : LeasedQueueContract
{
    static readonly string[] Suffixes = ["ready", "leases", "enqueued", "envelopes", "references", "attempts", "counters", "payloads", "headers"];

    protected abstract IConnectionMultiplexer Connection { get; }

    static RedisKey KeyOf(ValkeyQueue queue, string suffix) => $"{{{queue.Name}}}:{suffix}";

    private protected override ValkeyQueue CreateQueueAt(string name) => new(Connection, name, TimeProvider.System) { ServerClock = Clock };

    new ValkeyQueue CreateQueue([CallerMemberName] string name = "") => CreateQueueAt($"contract_{name}_{Environment.ProcessId}");

    [Fact]
    public async Task Settle_ServerWasWipedSince_TouchesNoOtherMessage()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 1), None);
        var old = Settle(await queue.ClaimAsync(1, Lease, None), SettlementKind.Done);
        await WipeAsync(queue);
        Assert.Empty(await queue.ClaimAsync(1, Lease, None));
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        await queue.PushAsync(Numbered(7, 1), None);
        await queue.ClaimAsync(1, Lease, None);

        await queue.SettleAsync(old, None);

        Assert.Equal(1, (await queue.GetStatusAsync(None)).Leased);
    }

    [Fact]
    public async Task Push_ScriptsWereFlushed_GoesOn()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 1), None);
        await Connection.GetDatabase().ExecuteAsync("SCRIPT", "FLUSH");

        await queue.PushAsync(Numbered(1, 1), None);

        var claimed = await queue.ClaimAsync(2, Lease, None);
        Assert.Equal([0, 1], NumbersOf(claimed));
    }

    // As FLUSHALL does to this queue, without disturbing the tests beside this one.
    async Task WipeAsync(ValkeyQueue queue)
    {
        foreach (var suffix in Suffixes)
            await Connection.GetDatabase().KeyDeleteAsync(KeyOf(queue, suffix));
    }
}
