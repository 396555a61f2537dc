using Boom.Core.Resilience;
using Boom.Tests.Core.Queues;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>Whatever ends a worker, what it has claimed goes back, and the first fault is the one that is told.</summary>
public sealed class EveryWayOutReleasesTests : IDisposable
{
    readonly LoopRun _run = new();

    public EveryWayOutReleasesTests() => _run.Queue.Fill(6);

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Run_StoreRefuses_ReleasesTheBatchFetchedAheadToo()
    {
        _run.Processor.Script = _ => throw new PermanentFaultException("refused");
        _run.Start();

        await Assert.ThrowsAsync<PermanentFaultException>(_run.EndAsync);

        Assert.Empty(_run.Queue.Leased);
    }

    [Fact]
    public async Task Run_LetterCannotBeWritten_ReleasesAll()
    {
        _run.Settings = _run.Settings with { MaximumAttempts = 1 };
        _run.Processor.Poison.Add(1);
        _run.Processor.GiveUpFault = new InvalidOperationException("a letter of no kind");
        _run.Start();

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(_run.EndAsync);

        Assert.Equal("a letter of no kind", fault.Message);
        Assert.Empty(_run.Queue.Leased);
    }

    [Fact]
    public async Task Run_NextClaimIsBroken_ReleasesTheBatchInHand()
    {
        var release = new TaskCompletionSource();
        _run.Processor.Script = _ =>
        {
            _run.Queue.ClaimFaults = (1, new InvalidOperationException("no reply of the queue"));
            return release.Task;
        };
        _run.Start();
        _run.Drain();
        release.SetResult();

        // The claim ahead was made before the processing began; the one after it is broken.
        await Assert.ThrowsAsync<InvalidOperationException>(_run.EndAsync);

        Assert.Empty(_run.Queue.Leased);
    }

    [Fact]
    public async Task Run_ReleaseFailsToo_TellsTheFirstFault()
    {
        _run.Processor.Script = _ =>
        {
            _run.Queue.SettleFault = new InvalidOperationException("the release");
            throw new PermanentFaultException("the first");
        };
        _run.Start();

        var fault = await Assert.ThrowsAsync<PermanentFaultException>(_run.EndAsync);

        Assert.Equal("the first", fault.Message);
        Assert.Equal(2, _run.Processor.ReleaseFaults);
    }

    [Fact]
    public async Task Run_SettlingIsBroken_TriesItOnceMoreWithTheSameVerdict()
    {
        _run.Queue.SettleFault = new InvalidOperationException("the settling");
        _run.Processor.Script = _ => Task.CompletedTask;
        _run.Start();

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(_run.EndAsync);

        Assert.Equal("the settling", fault.Message);
        Assert.Equal(2, _run.Processor.ReleaseFaults);
    }
}
