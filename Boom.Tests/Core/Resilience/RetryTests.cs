using Boom.Core.Resilience;
using Boom.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Boom.Tests.Core.Resilience;

public sealed class RetryTests : IDisposable
{
    static readonly TimeSpan First = TimeSpan.FromMilliseconds(100), Longest = TimeSpan.FromSeconds(10), Step = TimeSpan.FromMilliseconds(10);

    readonly FakeTimeProvider _time = new();
    readonly SingleThread _thread = new();
    readonly CancellationTokenSource _stop = new();
    readonly List<DateTimeOffset> _tries = [];
    readonly List<(string Message, int Failures)> _away = [];
    readonly List<string> _refused = [];

    public void Dispose() => _stop.Dispose();

    [Fact]
    public void RunAsync_Served_AnswersWithoutAWait()
    {
        var running = Start(Create(), _ => null);

        Assert.True(running.IsCompletedSuccessfully);
        Assert.Single(_tries);
        Assert.Empty(_away);
    }

    [Fact]
    public void RunAsync_ServerAway_WaitsGrowToTheCapAndNeverEnd()
    {
        var running = Start(Create(), _ => new TransientFaultException("away"));
        PassUntil(() => _tries.Count == 40);
        var waits = Waits();

        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.Zero, Longest + Step));
        Assert.InRange(waits[0], TimeSpan.Zero, 2 * First);
        Assert.InRange(waits[..3].Aggregate((sum, wait) => sum + wait), First, 12 * First);
        Assert.All(waits[10..], wait => Assert.InRange(wait, Longest - Step, Longest + Step));
        Assert.Equal(Enumerable.Range(1, 40).Select(count => ("away", count)), _away);

        // Where the doubling would overflow.
        for (var i = 0; i < 2_000; i++)
            Advance(Longest);
        Assert.InRange(_tries.Count, 2_039, 2_041);
        Assert.False(running.IsCompleted);
    }

    [Fact]
    public void RunAsync_SameSeed_SameWaits()
    {
        IReadOnlyList<TimeSpan> first = WaitsOf(seed: 1), again = WaitsOf(seed: 1), other = WaitsOf(seed: 2);

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);

        IReadOnlyList<TimeSpan> WaitsOf(int seed)
        {
            _tries.Clear();
            var isOver = false;
            var running = Start(Create(seed), _ => new TransientFaultException("away"), () => !isOver);
            PassUntil(() => _tries.Count == 8);
            isOver = true;
            PassUntil(() => running.IsCompleted);
            return Waits();
        }
    }

    [Fact]
    public void RunAsync_ServerBack_EndsAndTheNextCallWaitsShortAgain()
    {
        var retry = Create();
        var isBack = false;
        var running = Start(retry, _ => isBack ? null : new TransientFaultException("away"));
        PassUntil(() => _tries.Count == 12);
        isBack = true;
        PassUntil(() => running.IsCompleted);
        _tries.Clear();

        Start(retry, _ => new TransientFaultException("away"));
        Advance(2 * First);

        Assert.True(_tries.Count >= 2);
    }

    [Fact]
    public async Task RunAsync_RefusedBeforeAnythingWorked_EndsAtOnce()
    {
        var running = Start(Create(), _ => new PermanentFaultException("wrong password"));

        await Assert.ThrowsAsync<PermanentFaultException>(() => running);
        Assert.Single(_tries);
        Assert.Empty(_refused);
    }

    [Fact]
    public async Task RunAsync_RefusedAndNobodyHearsOfIt_EndsAtOnce()
    {
        var retry = new Retry(new RetryOptions { FirstWait = First, LongestWait = Longest }, _time, seed: 1);
        retry.Served();

        await Assert.ThrowsAsync<PermanentFaultException>(() => Start(retry, _ => new PermanentFaultException("wrong password")));
    }

    [Fact]
    public void RunAsync_RefusedOnceSomethingWorked_IsTriedOnceAMinute()
    {
        var retry = Create();
        Start(retry, _ => null);
        _tries.Clear();

        var running = Start(retry, count => count < 4 ? new PermanentFaultException("wrong password") : null);
        PassUntil(() => running.IsCompleted);

        Assert.All(Waits(), wait => Assert.InRange(wait, Retry.RefusedWait, Retry.RefusedWait + Step));
        Assert.Equal(["wrong password", "wrong password", "wrong password"], _refused);
        Assert.Empty(_away);
        Assert.Equal(TimeSpan.FromMinutes(1), Retry.RefusedWait);
    }

    [Fact]
    public async Task RunAsync_OtherException_EndsAtOnce()
    {
        var retry = Create();
        retry.Served();

        await Assert.ThrowsAsync<InvalidDataException>(() => Start(retry, _ => new InvalidDataException("broken")));
        Assert.Single(_tries);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_StoppedDuringAWait_EndsAtOnce(bool isRefused)
    {
        var retry = Create();
        retry.Served();
        var running = Start(retry, _ => isRefused ? new PermanentFaultException("no") : new TransientFaultException("away"));
        Assert.False(running.IsCompleted);

        await _stop.CancelAsync();
        _thread.Finish(running);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Single(_tries);
    }

    [Fact]
    public async Task RunAsync_StoppedDuringATry_EndsWithoutAnother()
    {
        var running = Start(Create(), _ =>
        {
            _stop.Cancel();
            return new TransientFaultException("away");
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Single(_tries);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_BegunAfterTheStop_IsTriedOnce(bool isAway)
    {
        await _stop.CancelAsync();

        var running = Start(Create(), _ => isAway ? new TransientFaultException("away") : null);

        Assert.Equal(isAway, running.IsCanceled);
        Assert.Equal(!isAway, running.IsCompletedSuccessfully);
        Assert.Single(_tries);
    }

    [Fact]
    public async Task RunAsync_ClientCancelsItsOwnCall_IsTriedAgain()
    {
        var running = Start(Create(), count => count < 3 ? new TaskCanceledException() : null);
        PassUntil(() => running.IsCompleted);

        await running;
        Assert.Equal(3, _tries.Count);
    }

    [Fact]
    public async Task RunAsync_NotToGoOn_ThrowsTheFault()
    {
        var left = 3;
        var running = Start(Create(), _ => new TransientFaultException("away"), () => --left > 0);
        PassUntil(() => running.IsCompleted);

        await Assert.ThrowsAsync<TransientFaultException>(() => running);
        Assert.Equal(3, _tries.Count);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(2, false)]
    public async Task UntilAsync_YesAtTheFourthTime_UnlessItMayNotBeAskedSoOften(int most, bool isYes)
    {
        var asked = 0;
        Task<bool> asking = Task.FromResult(false);
        _ = _thread.Start(() => asking = Create().UntilAsync(_ => new(++asked == 4), _stop.Token, () => asked < most).AsTask());
        PassUntil(() => asking.IsCompleted);

        Assert.Equal(isYes, await asking);
        Assert.Equal(isYes ? 4 : most, asked);
    }

    [Fact]
    public async Task UntilAsync_FaultsAreNotRetried_ThrowsThem()
    {
        var retry = new Retry(new RetryOptions { FirstWait = First, LongestWait = Longest, RetriesFaults = false }, _time, seed: 1);

        await Assert.ThrowsAsync<TransientFaultException>(
            async () => await retry.UntilAsync(_ => throw new TransientFaultException("away"), _stop.Token));
    }

    [Fact]
    public async Task RunForeverAsync_WorkedInBetween_WaitsShortAgain()
    {
        var retry = Create();
        var running = _thread.Start(() => retry.RunForeverAsync(
            _ =>
            {
                _tries.Add(_time.GetUtcNow());
                if (_tries.Count == 12)
                    retry.Served();
                throw new TransientFaultException("away");
            },
            _stop.Token));
        PassUntil(() => _tries.Count == 14);
        var waits = Waits();

        Assert.InRange(waits[10], Longest - Step, Longest + Step);
        Assert.InRange(waits[11], TimeSpan.Zero, 2 * First);
        Assert.InRange(waits[12], TimeSpan.Zero, 4 * First);
        Assert.Equal([.. Enumerable.Range(1, 11), 1, 2, 3], _away.Select(fault => fault.Failures).Take(14));

        await _stop.CancelAsync();
        _thread.Finish(running);
        Assert.True(running.IsCanceled);
    }

    Retry Create(int seed = 1) => new(
        new RetryOptions
        {
            FirstWait = First,
            LongestWait = Longest,
            OnAway = (fault, failures) => _away.Add((fault.Message, failures)),
            OnRefused = fault => _refused.Add(fault.Message),
        },
        _time,
        seed);

    /// <summary>Begins a call that fails as said, by the number of the try.</summary>
    Task Start(Retry retry, Func<int, Exception?> fault, Func<bool>? goesOn = null) => _thread.Start(() => retry.RunAsync(
        _ =>
        {
            _tries.Add(_time.GetUtcNow());
            return fault(_tries.Count) is { } thrown ? ValueTask.FromException(thrown) : ValueTask.CompletedTask;
        },
        _stop.Token,
        goesOn).AsTask());

    TimeSpan[] Waits() => [.. _tries.Zip(_tries.Skip(1), (one, next) => next - one)];

    void Advance(TimeSpan time)
    {
        _time.Advance(time);
        _thread.Drain();
    }

    void PassUntil(Func<bool> condition)
    {
        for (var steps = 0; !condition(); steps++)
        {
            Assert.True(steps < 1_000_000, "It does not come.");
            Advance(Step);
        }
    }
}
