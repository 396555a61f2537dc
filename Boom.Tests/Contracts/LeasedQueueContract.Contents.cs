using Boom.Core.Queues;
using Xunit;

namespace Boom.Tests.Contracts;

/// <content>Looks that claim nothing.</content>
public abstract partial class LeasedQueueContract
{
    [Fact]
    public async Task ReadAsync_WaitingLeasedAndDone_TellsAllButTheDone()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 5_000), None);
        using var claimed = await queue.ClaimAsync(100, Lease, None);
        await queue.SettleAsync(Settle(claimed.Take(40), SettlementKind.Done), None);

        var told = new List<QueueMessage>();
        await foreach (var message in ((IQueueContents)queue).ReadAsync(None))
            told.Add(message);

        Assert.Equal(Enumerable.Range(40, 4_960), told.Select(message => (int)message.Origin.Offset).Distinct().Order());
        Assert.All(told, message => Assert.Equal(Numbered((int)message.Origin.Offset, 1)[0].Payload.ToArray(), message.Payload.ToArray()));
        Assert.Equal((4_900, 60), ((await queue.GetStatusAsync(None)).Ready, (await queue.GetStatusAsync(None)).Leased));
    }

    [Fact]
    public async Task ReadAsync_EmptyQueue_TellsNothing()
    {
        await foreach (var message in ((IQueueContents)CreateQueue()).ReadAsync(None))
            Assert.Fail($"There is {message}.");
    }

    [Fact]
    public async Task ReadAsync_LargePayload_IsEmpty()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 1, 1_000), None);

        await foreach (var message in ((IQueueContents)queue).ReadAsync(None))
            Assert.Equal((0, 0), ((int)message.Origin.Offset, message.Payload.Length));
    }
}
