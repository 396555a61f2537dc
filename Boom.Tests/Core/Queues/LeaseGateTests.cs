using Boom.Core.Queues;
using Xunit;

namespace Boom.Tests.Core.Queues;

public sealed class LeaseGateTests : IDisposable
{
    readonly LeaseGate _gate = new();

    public void Dispose() => _gate.Dispose();

    [Fact]
    public async Task EnterAlone_OthersAreInside_WaitsForThemAndKeepsNewcomersOut()
    {
        var first = await _gate.EnterAsync(default);
        var second = await _gate.EnterAsync(default);
        var alone = _gate.EnterAloneAsync(default).AsTask();
        var newcomer = _gate.EnterAsync(default).AsTask();

        first.Dispose();
        first.Dispose();
        Assert.False(alone.IsCompleted);
        second.Dispose();
        (await alone).Dispose();

        (await newcomer).Dispose();
    }

    [Fact]
    public async Task EnterAlone_Cancelled_LetsOthersIn()
    {
        using var inside = await _gate.EnterAsync(default);
        using var cancelled = new CancellationTokenSource();
        var alone = _gate.EnterAloneAsync(cancelled.Token).AsTask();

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => alone);
        (await _gate.EnterAsync(default)).Dispose();
    }
}
