using Boom.Core.Queues;
using Boom.Core.Resilience;
using Boom.Core.Telemetry;
using Boom.Tests.Core.Queues;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>A lease that runs out means a process that died or hangs, whatever its servers do.</summary>
public sealed class LeasesAreRenewedTests : IDisposable
{
    readonly LoopRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Run_StoreAwayForAnHour_LosesNoLeaseAndMakesNoDeadLetter()
    {
        _run.Queue.Fill(6);
        var isAway = true;
        _run.Processor.Script = _ => isAway ? throw new TransientFaultException("the store is away") : Task.CompletedTask;
        _run.Start();

        _run.Pass(LeaseLoopSettings.LongestHold - TimeSpan.FromSeconds(5));
        Assert.Equal([1L, 2, 3, 4, 5, 6], _run.Queue.Leased);
        _run.Pass(TimeSpan.FromHours(1));
        Assert.Equal(0, _run.Queue.Expired);

        isAway = false;
        _run.PassUntil(() => _run.Queue.Settled.Count(settlement => settlement.Kind == SettlementKind.Done) == 6);
        Assert.Empty(_run.Processor.GivenUp);
        Assert.All(_run.Queue.Settled, settlement => Assert.True(settlement is { Attempt: 1, Kind: SettlementKind.Done or SettlementKind.Release }));
        await _run.StopAsync();
    }

    [Fact]
    public async Task Run_StoreAwayForThisWorkerAlone_OthersGetItsMessages()
    {
        _run.Queue.Fill(9);
        _run.Processor.Script = _ => throw new TransientFaultException("the store is away");
        var other = new ScriptedProcessor();
        _run.Start();
        _run.Pass(TimeSpan.FromSeconds(10));

        _run.StartOther(other);
        _run.PassUntil(() => other.Processed.Count == 9);

        Assert.InRange(_run.Elapsed, LeaseLoopSettings.LongestHold, LeaseLoopSettings.LongestHold + TimeSpan.FromSeconds(60));
        Assert.Equal([1L, 2, 3, 4, 5, 6, 7, 8, 9], other.Processed.Order());
        Assert.Equal(0, _run.Queue.Expired);
        await _run.StopAsync();
    }

    [Fact]
    public async Task Run_SlowBatch_KeepsItsLeasesAndThoseOfTheBatchFetchedAhead()
    {
        _run.Queue.Fill(6);
        var slow = new TaskCompletionSource();
        _run.Processor.Script = _ => slow.Task;
        _run.Start();

        _run.Pass(TimeSpan.FromMinutes(9));
        using var others = await _run.Queue.ClaimAsync(100, LoopRun.Lease, default);

        Assert.Equal((0, 6), (_run.Queue.Expired, _run.Queue.Leased.Count));
        slow.SetResult();
        await _run.StopAsync();
    }

    [Fact]
    public async Task Run_ProcessingHangs_GivesItsMessagesUpToOthers()
    {
        _run.Queue.Fill(6);
        var hung = new TaskCompletionSource();
        _run.Processor.Script = _ => hung.Task;
        _run.Start();

        _run.Pass(StagePulse.LongestSilence + (2 * LoopRun.Lease));
        using var others = await _run.Queue.ClaimAsync(100, LoopRun.Lease, default);

        Assert.Equal(6, _run.Queue.Expired);
        Assert.True(_run.Pulse.Silence > StagePulse.LongestSilence);
        hung.SetResult();
        await _run.StopAsync();
    }

    [Fact]
    public async Task Run_NothingInHand_RenewsNothing()
    {
        _run.Start();

        _run.Pass(TimeSpan.FromMinutes(10));

        Assert.Equal(0, _run.Queue.Renewals);
        await _run.StopAsync();
    }
}
