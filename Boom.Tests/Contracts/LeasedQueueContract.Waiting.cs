using Boom.Core.Queues;
using Xunit;

namespace Boom.Tests.Contracts;

/// <content>Waiting for messages.</content>
public abstract partial class LeasedQueueContract
{
    static readonly TimeSpan TooLong = TimeSpan.FromHours(1);
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // As a worker does.
    private protected static async Task<int[]> NextAsync(ILeasedQueue queue)
    {
        while (true)
        {
            using var claimed = await queue.ClaimAsync(10, Lease, None);
            if (claimed.Count > 0)
            {
                await queue.SettleAsync(Settle(claimed, SettlementKind.Done), None);
                return NumbersOf(claimed);
            }

            await queue.WaitForPushAsync(TooLong, None);
        }
    }

    [Fact]
    public async Task WaitForPush_AnotherProgramPushes_ReturnsEachTime()
    {
        var queue = CreateQueue();
        var other = CreateQueue();
        for (var number = 0; number < 200; number++)
        {
            var next = NextAsync(queue);
            await other.PushAsync(Numbered(number, 1), None);
            var found = await next.WaitAsync(Patience);
            Assert.Equal([number], found);
        }
    }

    [Fact]
    public async Task WaitForPush_SeveralWait_AllMessagesAreFound()
    {
        const int total = 200;
        var queue = CreateQueue();
        var other = CreateQueue();
        var found = 0;
        var all = new TaskCompletionSource();

        async Task WorkAsync(ILeasedQueue mine)
        {
            while (!all.Task.IsCompleted)
            {
                if (Interlocked.Add(ref found, (await Task.WhenAny(NextAsync(mine), Never(all.Task)).Unwrap()).Length) >= total)
                    all.TrySetResult();
            }
        }

        static async Task<int[]> Never(Task until)
        {
            await until;
            return [];
        }

        var workers = new[] { queue, queue, CreateQueue(), CreateQueue() }.Select(WorkAsync).ToArray();
        for (var number = 0; number < total; number++)
            await other.PushAsync(Numbered(number, 1), None);

        await Task.WhenAll(workers).WaitAsync(Patience);
        Assert.Equal(total, found);
    }

    [Fact]
    public async Task WaitForPush_MessageIsGivenBack_Returns()
    {
        var queue = CreateQueue();
        var other = CreateQueue();
        await other.PushAsync(Numbered(0, 1), None);
        var claimed = await other.ClaimAsync(1, Lease, None);
        var next = NextAsync(queue);

        await other.SettleAsync(Settle(claimed, SettlementKind.Release), None);

        var found = await next.WaitAsync(Patience);

        Assert.Equal([0], found);
    }

    [Fact]
    public async Task WaitForPush_NothingComes_ReturnsAfterTheLongest()
    {
        var queue = CreateQueue();
        for (var round = 0; round < 5; round++)
        {
            Assert.Empty(await queue.ClaimAsync(1, Lease, None));
            await queue.WaitForPushAsync(TimeSpan.FromMilliseconds(20), None).AsTask().WaitAsync(Patience);
        }
    }

    [Fact]
    public async Task WaitForPush_Stopped_EndsAsCancelled()
    {
        using var stop = new CancellationTokenSource();
        var queue = CreateQueue();

        async Task WaitAsync()
        {
            while (true)
            {
                Assert.Empty(await queue.ClaimAsync(1, Lease, None));
                await queue.WaitForPushAsync(TooLong, stop.Token);
            }
        }

        var waiting = WaitAsync();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience));
    }
}
