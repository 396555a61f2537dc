using Boom.Core.Queues;
using Boom.Tests.Core.Queues;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>A message whose processing kills the program is found, alone, and becomes a dead letter; those that were in hand with it do not.</summary>
public sealed class MessageThatEndsTheProgramTests : IDisposable
{
    readonly LoopRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(1, 5)]
    [InlineData(57, 5)]
    [InlineData(130, 5)]
    [InlineData(57, 1)]
    public void Run_OneKiller_IsTheOnlyDeadLetter(long killer, int maximumAttempts)
    {
        _run.Settings = _run.Settings with { BatchSize = 100, MaximumAttempts = maximumAttempts };
        _run.Queue.Fill(200);

        var deaths = RunPrograms(killer, () => _run.Queue.Tickets.Count == 0);

        Assert.Equal(Math.Max(maximumAttempts, 3), deaths);
        var letter = Assert.Single(_run.Processor.GivenUp);
        Assert.Equal((killer, deaths), (letter.Ticket, letter.Attempts));
        Assert.Contains($"ended the program {deaths} times", letter.Reason, StringComparison.Ordinal);
        Assert.Equal(199, _run.Processor.Processed.Distinct().Count());
    }

    [Fact]
    public void Run_KillerBesideAnotherStage_TakesNoneOfItsMessages()
    {
        // Both stages in one program: what the other has in hand when the program ends counts an attempt as well.
        _run.Settings = _run.Settings with { BatchSize = 10 };
        _run.Queue.Fill(10);
        var other = new LoopRun.Stage(_run);
        other.Queue.Fill(500);

        var deaths = RunPrograms(5, () => _run.Queue.Tickets.Count == 0 && other.Queue.Tickets.Count == 0, other);

        Assert.Equal(5, deaths);
        Assert.Single(_run.Processor.GivenUp);
        Assert.Empty(other.Processor.GivenUp);
        Assert.Equal(500, other.Processor.Processed.Distinct().Count());
    }

    // Programs one after the other, until all is done; answers how many have died.
    int RunPrograms(long killer, Func<bool> done, LoopRun.Stage? other = null)
    {
        for (var deaths = 0; ; deaths++)
        {
            var queue = new DyingQueue(_run.Queue);
            var beside = other is null ? null : new DyingQueue(other.Queue);
            var gate = new LeaseGate();
            _run.Processor.Script = batch =>
            {
                if (!batch.Any(message => message.Ticket == killer))
                    return Task.CompletedTask;
                queue.IsDead = true;
                if (beside is not null)
                    beside.IsDead = true;
                return new TaskCompletionSource().Task;
            };
            if (other is not null)
                other.Start(beside!, gate);
            _run.Start(queue, gate: gate);
            _run.PassUntil(() => queue.IsDead || done());
            if (!queue.IsDead)
                return deaths;
            _run.Pass(LoopRun.Lease);
        }
    }
}
