using Boom.Core.Resilience;

namespace Boom.Core.Queues;

/// <summary>
/// Calls on servers, repeated until they are served. One that is away is waited for without limit. One that refuses ends the worker if nothing has
/// ever worked; once something has, it is tried again every minute, for all to see.
/// </summary>
sealed class LeaseLoopCalls
{
    static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    readonly TimeProvider _time;
    readonly ILeaseListener _listener;
    readonly LeaseLoop _loop;
    readonly Retry _retry;
    bool _isRefused;

    /// <param name="time">Clock of the waits.</param>
    /// <param name="seed">Of the jitter between tries.</param>
    /// <param name="listener">Told when a pause begins, and when it ends.</param>
    /// <param name="loop">Told of each try.</param>
    public LeaseLoopCalls(TimeProvider time, int seed, ILeaseListener listener, LeaseLoop loop)
    {
        (_time, _listener, _loop) = (time, listener, loop);
        _retry = new Retry(
            new RetryOptions { FirstWait = FirstWait, LongestWait = LongestWait, OnAway = (fault, _) => Away(fault), OnRefused = Refused }, time, seed);
    }

    /// <summary>Whether the last call was not served.</summary>
    public bool InTrouble { get; private set; }

    /// <summary>Time between two looks whether a server is back.</summary>
    public TimeSpan ProbePause => _isRefused ? Retry.RefusedWait : LongestWait;

    /// <summary>Whether the call is served, and its answer; false when the stop comes first, or the patience ends. A try under way is always let finish.</summary>
    /// <param name="call">Not given the stop.</param>
    /// <param name="stopping">Ends the waiting.</param>
    /// <param name="patience">How long after the first try the last one may be; null for without limit.</param>
    /// <exception cref="PermanentFaultException">A server refuses the first call of all.</exception>
    public async ValueTask<(bool IsServed, T? Answer)> RunAsync<T>(Func<ValueTask<T>> call, CancellationToken stopping, TimeSpan? patience = null)
    {
        var began = _time.GetTimestamp();
        try
        {
            var answer = await _retry.RunAsync(_ => call(), stopping, patience is null ? null : () => _time.GetElapsedTime(began) < patience);
            Succeed();
            return (true, answer);
        }
        catch (Exception fault) when (fault is OperationCanceledException || _retry.IsRetried(fault, stopping))
        {
            return (false, default);
        }
    }

    /// <summary>Of a call without answer: false when the stop comes first. A try under way is always let finish.</summary>
    /// <param name="call">Not given the stop.</param>
    /// <param name="stopping">Ends the waiting.</param>
    /// <exception cref="PermanentFaultException">A server refuses the first call of all.</exception>
    public async ValueTask<bool> RunAsync(Func<ValueTask> call, CancellationToken stopping)
    {
        var (isServed, _) = await RunAsync(
            async () =>
            {
                await call();
                return true;
            },
            stopping);
        return isServed;
    }

    /// <summary>False when the stop comes first.</summary>
    public async ValueTask<bool> WaitAsync(TimeSpan delay, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(delay, _time, stopping);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    void Succeed()
    {
        if (InTrouble)
        {
            InTrouble = _isRefused = false;
            _listener.OnResumed();
        }

        _loop.GoOn();
    }

    void Away(TransientFaultException fault)
    {
        _loop.Wait(fault);
        if (!InTrouble || _isRefused)
            _listener.OnPaused(fault);
        (InTrouble, _isRefused) = (true, false);
    }

    void Refused(PermanentFaultException fault)
    {
        _loop.Refuse(fault);
        if (!_isRefused)
            _listener.OnRefused(fault);
        (InTrouble, _isRefused) = (true, true);
    }
}
