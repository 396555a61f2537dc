namespace Boom.Tests.Support;

/// <summary>A clock that is set by hand, back too. Its timers run by the clock of this machine.</summary>
sealed class JumpingClock(DateTimeOffset now) : TimeProvider
{
    readonly Lock _lock = new();
    DateTimeOffset _now = now;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public void Advance(TimeSpan time)
    {
        lock (_lock)
            _now += time;
    }
}
