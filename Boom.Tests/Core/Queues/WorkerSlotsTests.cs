using Boom.Core.Queues;
using Xunit;

namespace Boom.Tests.Core.Queues;

public sealed class WorkerSlotsTests
{
    [Fact]
    public async Task RunAsync_OneFails_StopsTheOthersAndThrows()
    {
        var stopped = new TaskCompletionSource();

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => WorkerSlots.RunAsync(
            [
                async stop =>
                {
                    await UntilAsync(stop);
                    stopped.SetResult();
                },
                _ => throw new InvalidOperationException("broken"),
            ],
            TestContext.Current.CancellationToken));

        Assert.Equal("broken", fault.Message);
        Assert.True(stopped.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task RunAsync_Stopped_EndsWithAll()
    {
        using var stop = new CancellationTokenSource();
        var run = WorkerSlots.RunAsync([UntilAsync, UntilAsync], stop.Token);
        Assert.False(run.IsCompleted);

        await stop.CancelAsync();

        await run;
    }

    static async Task UntilAsync(CancellationToken stop)
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        }
        catch (OperationCanceledException)
        {
            // The way workers end.
        }
    }
}
