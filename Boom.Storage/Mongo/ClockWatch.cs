namespace Boom.Storage.Mongo;

/// <summary>Tells when the clock of this machine was set back, by comparing it with the timer that only goes on. Safe for concurrent use.</summary>
/// <param name="time">Clock and timer.</param>
sealed class ClockWatch(TimeProvider time)
{
    /// <summary>A clock that is set back by less costs no more than that.</summary>
    static readonly TimeSpan Smallest = TimeSpan.FromSeconds(5);

    readonly long _began = time.GetTimestamp();
    long _furthestAheadTicks = time.GetUtcNow().Ticks;

    /// <summary>Looks at the clock.</summary>
    public void Look()
    {
        var ahead = Ahead();
        for (var seen = Volatile.Read(ref _furthestAheadTicks); ahead > seen;)
        {
            var before = Interlocked.CompareExchange(ref _furthestAheadTicks, ahead, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }

    /// <summary>Whether the clock was set back since an earlier look; told once.</summary>
    public bool TakeSetBack()
    {
        var (ahead, seen) = (Ahead(), Volatile.Read(ref _furthestAheadTicks));
        return seen - ahead > Smallest.Ticks && Interlocked.CompareExchange(ref _furthestAheadTicks, ahead, seen) == seen;
    }

    long Ahead() => time.GetUtcNow().Ticks - time.GetElapsedTime(_began).Ticks;
}
