using Boom.Core.Resilience;

namespace Boom.Core.Queues;

/// <summary>
/// Calls on servers, repeated until they are served. One that is away is waited for without limit. One that refuses ends the worker if nothing has
/// ever worked; once something has, it is tried again every minute, for all to see.
/// </summary>
sealed class LeaseLoopCalls(TimeProvider time, int seed, IBatchProcessor listener, LeaseLoop loop)
{
    /// <summary>Time between two tries at what refuses.</summary>
    internal static readonly TimeSpan RefusedWait = TimeSpan.FromMinutes(1);

    static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    readonly Backoff _backoff = new(FirstWait, LongestWait, seed);
    bool _hasWorked;
    bool _isRefused;

    /// <summary>Whether the last call was not served.</summary>
    public bool InTrouble { get; private set; }

    /// <summary>Time between two looks whether a server is back.</summary>
    public TimeSpan ProbePause => _isRefused ? RefusedWait : LongestWait;

    /// <summary>The answer; null when the stop comes first, or the patience ends. A try under way is always let finish.</summary>
    /// <param name="call">Not given the stop.</param>
    /// <param name="stopping">Ends the waiting.</param>
    /// <param name="patience">How long after the first try the last one may be; null for without limit.</param>
    /// <exception cref="PermanentFaultException">A server refuses the first call of all.</exception>
    public async ValueTask<T?> RunAsync<T>(Func<ValueTask<T>> call, CancellationToken stopping, TimeSpan? patience = null)
        where T : class
    {
        var began = time.GetTimestamp();
        while (true)
        {
            TimeSpan pause;
            try
            {
                var answer = await call();
                Succeed();
                return answer;
            }
            catch (PermanentFaultException fault) when (_hasWorked)
            {
                pause = Refused(fault);
            }
            catch (Exception exception) when (TransientFaultException.Of(exception, CancellationToken.None) is not null)
            {
                pause = Away(TransientFaultException.Of(exception, CancellationToken.None)!);
            }

            if (time.GetElapsedTime(began) >= patience || !await WaitAsync(pause, stopping))
                return null;
        }
    }

    /// <summary>False when the stop comes first.</summary>
    public async ValueTask<bool> WaitAsync(TimeSpan delay, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(delay, time, stopping);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    void Succeed()
    {
        _hasWorked = true;
        if (InTrouble)
        {
            InTrouble = _isRefused = false;
            _backoff.Reset();
            listener.OnResumed();
        }

        loop.GoOn();
    }

    TimeSpan Away(TransientFaultException fault)
    {
        loop.Wait(fault);
        if (!InTrouble || _isRefused)
            listener.OnPaused(fault);
        (InTrouble, _isRefused) = (true, false);
        return _backoff.Next();
    }

    TimeSpan Refused(PermanentFaultException fault)
    {
        loop.Refuse(fault);
        if (!_isRefused)
            listener.OnRefused(fault);
        (InTrouble, _isRefused) = (true, true);
        return RefusedWait;
    }
}
