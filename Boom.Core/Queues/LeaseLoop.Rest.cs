using Boom.Core.Resilience;

namespace Boom.Core.Queues;

/// <content>What keeps a worker from its work though every server answers.</content>
public sealed partial class LeaseLoop
{
    static readonly TimeSpan RestLook = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Gives back what is in hand, and claims nothing while something forbids the work; it is looked at again every second. False when the stop comes first.
    /// </summary>
    async ValueTask<bool> RestAsync(CancellationToken stopping)
    {
        if (await FindBarAsync(stopping) is not { } reason)
            return !stopping.IsCancellationRequested;
        _listener.OnPaused(new TransientFaultException(reason));
        _pulse?.Halt(reason);
        if (_next is { } next && await next is null)
            return false;
        _next = null;
        if (!await GiveBackAsync(stopping))
            return false;
        for (string? last = reason; last is not null; last = await FindBarAsync(stopping))
        {
            if (last != reason)
                _pulse?.Halt(reason = last);

            // It gives signs of life all the while.
            GoOn();
            if (!await _work.WaitAsync(RestLook, stopping))
                return false;
        }

        if (_pulse is not null)
            _pulse.Pause = null;
        _listener.OnResumed();
        return !stopping.IsCancellationRequested;
    }

    async ValueTask<string?> FindBarAsync(CancellationToken stopping)
    {
        try
        {
            return _bar is null ? null : await _bar(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return null;
        }
    }
}
