using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Resilience;
using Xunit;

namespace Boom.Tests.Core.Queues;

/// <summary>The ordinary life of a worker, and servers that are away or refuse.</summary>
public sealed class LeaseLoopTests : IDisposable
{
    readonly LoopRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Run_SoundMessages_AreProcessedInBatchesAndDone()
    {
        _run.Queue.Fill(5);

        await _run.RunUntilAsync(() => _run.Queue.Settled.Count == 5);

        Assert.Equal([[1, 2, 3], [4, 5]], _run.Processor.Calls);
        Assert.All(_run.Queue.Settled, settlement => Assert.Equal(SettlementKind.Done, settlement.Kind));
        Assert.Equal(5, _run.Pulse.Handled);
    }

    [Fact]
    public async Task Run_SoundMessages_MemoryGoesBackOnceTheyAreSettled()
    {
        _run.Queue.Fill(5);

        await _run.RunUntilAsync(() => _run.Queue.SettledAtDisposal.Count == 2);

        Assert.Equal([3, 5], _run.Queue.SettledAtDisposal);
    }

    [Fact]
    public async Task Run_SomeMessagesWaitForAServer_TheOthersAreDoneAndTheseComeAgainUncounted()
    {
        _run.Queue.Fill(5);
        var isBack = false;
        _run.Processor.Script = batch =>
        {
            var waiting = batch.Where(message => message.Ticket is 2 or 4 or 5 && !isBack).ToArray();
            Assert.All(batch, message => Assert.Equal(1, message.Attempt));
            return waiting.Length == 0 ? Task.CompletedTask : throw new MessagesWaitException(waiting, new TransientFaultException("The registry is away."));
        };

        _run.Start();
        _run.PassUntil(() => _run.Queue.Settled.Count(settlement => settlement.Kind == SettlementKind.Done) == 2);
        Assert.Equal([1, 3], _run.Queue.Settled.Where(settlement => settlement.Kind == SettlementKind.Done).Select(settlement => settlement.Ticket));
        Assert.Equal(("The registry is away.", 2), (_run.Pulse.Trouble, _run.Pulse.Handled));
        _run.Pass(TimeSpan.FromSeconds(25));
        Assert.Equal("The registry is away.", _run.Pulse.Trouble);
        Assert.True(_run.Pulse.TroubleTime > TimeSpan.FromSeconds(20));
        isBack = true;
        _run.PassUntil(() => _run.Queue.Settled.Count(settlement => settlement.Kind == SettlementKind.Done) == 5);

        Assert.True(_run.Elapsed >= LeaseLoopSettings.WaitDelay);
        _run.PassUntil(() => _run.Pulse.Trouble is null);
        await _run.StopAsync();
    }

    [Fact]
    public async Task Run_QueueIsEmpty_APushEndsTheWait()
    {
        _run.Settings = _run.Settings with { PollInterval = TimeSpan.FromSeconds(10) };
        _run.Start();
        _run.Pass(TimeSpan.FromSeconds(9));
        Assert.Equal(1, _run.Queue.Claims);

        await _run.Queue.PushAsync([new QueueMessage(new PacketOrigin("t", 0, 1, 0), null, CandidText.Encode(1))], default);
        // The clock stands still; only the push can have ended the wait.
        _run.Drain();

        Assert.Equal([1L], _run.Processor.Processed);
        await _run.StopAsync();
    }

    [Fact]
    public async Task Run_ClientCancelsItsOwnCall_PausesAndGoesOnWithoutAnAttempt()
    {
        _run.Queue.Fill(1);
        FailTimes(7, () => new TaskCanceledException());

        await _run.RunUntilAsync(() => _run.Queue.Settled.Count == 1);

        Assert.Equal(SettlementKind.Done, _run.Queue.Settled.Single().Kind);
    }

    [Fact]
    public async Task Run_ServerAway_PausesOnceAndGoesOnWithTheSameBatch()
    {
        _run.Queue.Fill(1);
        FailTimes(4, () => new TransientFaultException("the store is away"));

        await _run.RunUntilAsync(() => _run.Queue.Settled.Count == 1);

        Assert.Equal((1, 1), (_run.Processor.Paused, _run.Processor.Resumed));
        Assert.Equal(SettlementKind.Done, _run.Queue.Settled.Single().Kind);
    }

    [Fact]
    public async Task Run_QueueAway_PausesAndGoesOn()
    {
        _run.Queue.Fill(1);
        _run.Queue.ClaimFaults = (3, new TransientFaultException("the queue is away"));

        await _run.RunUntilAsync(() => _run.Queue.Settled.Count == 1);

        Assert.Equal((1, 1), (_run.Processor.Paused, _run.Processor.Resumed));
    }

    [Fact]
    public async Task Run_QueueAwayWhileTheStoreIs_SaysSoUntilBothAreBack()
    {
        _run.Queue.Fill(1);
        FailTimes(4, () => new TransientFaultException("the store is away"));
        _run.Start();
        _run.PassUntil(() => _run.Queue.Claims >= 2);

        Assert.Equal("the store is away", _run.Pulse.Trouble);

        _run.PassUntil(() => _run.Queue.Settled.Count == 1);
        _run.Pass(TimeSpan.FromSeconds(1));
        Assert.Null(_run.Pulse.Trouble);
        await _run.StopAsync();
    }

    [Fact]
    public async Task Run_StoppedWhileServerIsAway_ReleasesTheBatch()
    {
        _run.Queue.Fill(5);
        FailTimes(int.MaxValue, () => new TransientFaultException("the store is away"));
        _run.Start();
        _run.PassUntil(() => _run.Processor.Paused == 1);

        await _run.StopAsync();

        Assert.Empty(_run.Queue.Leased);
        Assert.All(_run.Queue.Settled, settlement => Assert.Equal(SettlementKind.Release, settlement.Kind));
    }

    [Fact]
    public async Task Run_StoppedAfterAPartOfABrokenBatch_SettlesThatPart()
    {
        _run.Settings = _run.Settings with { BatchSize = 4 };
        _run.Queue.Fill(4);
        _run.Processor.Script = batch => batch.Count == 4
            ? throw new InvalidDataException("broken")
            : batch[0].Ticket == 3 ? throw new TransientFaultException("the store is away") : Task.CompletedTask;
        _run.Start();
        _run.PassUntil(() => _run.Processor.Paused == 1);

        await _run.StopAsync();

        Assert.Equal(
            [(1, SettlementKind.Done), (2, SettlementKind.Done), (3, SettlementKind.Release), (4, SettlementKind.Release)],
            _run.Queue.Settled.Select(settlement => (settlement.Ticket, settlement.Kind)));
    }

    [Fact]
    public async Task Run_RefusedFromTheStart_EndsAndGivesEverythingBack()
    {
        _run.Queue.Fill(5);
        FailTimes(int.MaxValue, () => new PermanentFaultException("the store is of another program"));
        _run.Start();

        await Assert.ThrowsAsync<PermanentFaultException>(_run.EndAsync);

        Assert.Equal([1L, 2, 3, 4, 5], _run.Queue.Settled.Select(settlement => settlement.Ticket).Order());
        Assert.All(_run.Queue.Settled, settlement => Assert.Equal(SettlementKind.Release, settlement.Kind));
        Assert.Empty(_run.Processor.GivenUp);
    }

    [Fact]
    public async Task Run_QueueRefusesFromTheStart_Ends()
    {
        _run.Queue.ClaimFaults = (int.MaxValue, new PermanentFaultException("wrong password"));
        _run.Start();

        await Assert.ThrowsAsync<PermanentFaultException>(_run.EndAsync);
    }

    [Fact]
    public async Task Run_RefusedAfterHavingWorked_StaysAndTriesAgainEveryMinute()
    {
        _run.Queue.Fill(1);
        _run.Start();
        _run.PassUntil(() => _run.Queue.Settled.Count(settlement => settlement.Kind == SettlementKind.Done) == 1);

        FailTimes(3, () => new PermanentFaultException("the password is wrong"));
        await PushAsync(2);
        _run.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal((true, "the password is wrong"), (_run.Pulse.IsRefused, _run.Pulse.Trouble));
        _run.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(3, _run.Processor.Calls.Count(call => call.Contains(2)));

        _run.PassUntil(() => _run.Queue.Settled.Count(settlement => settlement.Kind == SettlementKind.Done) == 2);
        Assert.Equal((1, 0, 1), (_run.Processor.Refused, _run.Processor.Paused, _run.Processor.Resumed));
        Assert.Equal((false, null), (_run.Pulse.IsRefused, _run.Pulse.Trouble));
        Assert.Equal(0, _run.Queue.Expired);
        await _run.StopAsync();
    }

    [Fact]
    public async Task Run_AwayThenRefused_SaysEachOnce()
    {
        _run.Queue.Fill(1);
        _run.Start();
        _run.PassUntil(() => _run.Queue.Settled.Count(settlement => settlement.Kind == SettlementKind.Done) == 1);

        var call = 0;
        _run.Processor.Script = _ => call++ switch
        {
            < 3 => throw new TransientFaultException("away"),
            < 5 => throw new PermanentFaultException("refused"),
            _ => Task.CompletedTask,
        };
        await PushAsync(2);
        _run.PassUntil(() => _run.Queue.Settled.Count(settlement => settlement.Kind == SettlementKind.Done) == 2);

        Assert.Equal((1, 1, 1), (_run.Processor.Paused, _run.Processor.Refused, _run.Processor.Resumed));
        await _run.StopAsync();
    }

    async Task PushAsync(long candid) =>
        await _run.Queue.PushAsync([new QueueMessage(new PacketOrigin("t", 0, candid, 0), null, CandidText.Encode(candid))], default);

    void FailTimes(int times, Func<Exception> fault)
    {
        var left = times;
        _run.Processor.Script = _ => left-- > 0 ? throw fault() : Task.CompletedTask;
    }
}
