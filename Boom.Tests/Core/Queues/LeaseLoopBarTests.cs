using Boom.Core.Queues;
using Boom.Core.Telemetry;
using Xunit;

namespace Boom.Tests.Core.Queues;

/// <summary>A worker whose work is forbidden for a while, as by a disk without room.</summary>
public sealed class LeaseLoopBarTests : IDisposable
{
    const string NoRoom = "No room.";

    readonly LoopRun _run = new();

    public void Dispose() => _run.Dispose();

    int Done => _run.Queue.Settled.Count(settlement => settlement.Kind == SettlementKind.Done);

    [Fact]
    public async Task Run_BarredFromTheStart_ClaimsNothingAndSaysWhy()
    {
        _run.Queue.Fill(5);
        _run.Bar = NoRoom;

        _run.Start();
        _run.Pass(TimeSpan.FromMinutes(30));

        Assert.Empty(_run.Processor.Calls);
        Assert.Equal(0, _run.Queue.Claims);
        Assert.Equal((NoRoom, true), (_run.Pulse.Pause, _run.Pulse.IsForcedToPause));
        Assert.True(_run.Pulse.Silence < StagePulse.LongestSilence);
        await _run.StopAsync();
    }

    [Fact]
    public async Task Run_BarIsLifted_GoesOnByItselfAndEachMessageIsInItsFirstAttempt()
    {
        _run.Queue.Fill(5);
        _run.Bar = NoRoom;
        _run.Processor.Script = batch =>
        {
            Assert.All(batch, message => Assert.Equal(1, message.Attempt));
            return Task.CompletedTask;
        };
        _run.Start();
        _run.Pass(TimeSpan.FromMinutes(2));

        _run.Bar = null;
        _run.Pass(TimeSpan.FromSeconds(2));

        Assert.Equal(5, Done);
        Assert.Null(_run.Pulse.Pause);
        await _run.StopAsync();
    }

    [Fact]
    public async Task Run_BarredWhileABatchIsInHand_ItIsFinishedAndTheNextGivenBackUncounted()
    {
        _run.Queue.Fill(6);
        _run.Processor.Script = batch =>
        {
            _run.Bar = NoRoom;
            return Task.CompletedTask;
        };

        _run.Start();
        _run.PassUntil(() => _run.Pulse.Pause is not null && _run.Queue.Settled.Count == 6);

        Assert.Equal([[1, 2, 3]], _run.Processor.Calls);
        Assert.Equal([4, 5, 6], _run.Queue.Settled.Where(settlement => settlement.Kind == SettlementKind.Release).Select(settlement => settlement.Ticket));
        _run.Processor.Script = batch =>
        {
            Assert.All(batch, message => Assert.Equal(1, message.Attempt));
            return Task.CompletedTask;
        };
        _run.Bar = null;
        _run.PassUntil(() => Done == 6);
        await _run.StopAsync();
    }

    [Fact]
    public async Task Run_BarredBehindAMessageThatBroke_ItIsNotTriedAgainMeanwhile()
    {
        _run.Queue.Fill(1);
        _run.Processor.Script = batch =>
        {
            _run.Bar = NoRoom;
            throw new InvalidOperationException("It breaks.");
        };
        _run.Start();
        _run.PassUntil(() => _run.Pulse.Pause is not null);

        _run.Pass(TimeSpan.FromMinutes(10));

        Assert.Single(_run.Processor.Calls);
        Assert.Empty(_run.Processor.GivenUp);
        await _run.StopAsync();
    }

    [Fact]
    public async Task Run_AnotherReason_IsTold()
    {
        _run.Bar = NoRoom;
        _run.Start();
        _run.Pass(TimeSpan.FromSeconds(5));

        _run.Bar = "No room elsewhere.";
        _run.Pass(TimeSpan.FromSeconds(2));

        Assert.Equal("No room elsewhere.", _run.Pulse.Pause);
        await _run.StopAsync();
    }

    [Fact]
    public async Task Run_StoppedWhileBarred_Ends()
    {
        _run.Bar = NoRoom;
        _run.Start();
        _run.Pass(TimeSpan.FromSeconds(5));

        await _run.StopAsync();

        Assert.True(_run.Running.IsCompletedSuccessfully);
    }
}
