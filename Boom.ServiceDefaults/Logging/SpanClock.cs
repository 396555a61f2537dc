using System.Diagnostics;

namespace Boom.ServiceDefaults.Logging;

/// <summary>How long threads are at work in a span. A span within another is work in both.</summary>
/// <param name="parent">The span around it in this program, or null.</param>
/// <param name="tell">Told of entries and exits.</param>
sealed class SpanClock(Activity activity, SpanClock? parent, TimeProvider time, Action<SpanClock, SpanEventKinds> tell)
{
    readonly Lock _lock = new();
    readonly long _began = time.GetTimestamp();
    TimeSpan _busy;
    long _entered;
    int _threads;
    bool _closed;

    public Activity Activity => activity;

    public SpanClock? Parent => parent;

    /// <summary>A thread has changed from one span to another; either may be null.</summary>
    public static void Change(SpanClock? from, SpanClock? to)
    {
        for (var clock = from; clock is not null; clock = clock.Parent)
        {
            if (!IsWithin(to, clock))
                clock.Exit();
        }

        for (var clock = to; clock is not null; clock = clock.Parent)
        {
            if (!IsWithin(from, clock))
                clock.Enter();
        }
    }

    /// <summary>It has ended: answers how long threads were at work in it, and how long none was.</summary>
    public (TimeSpan Busy, TimeSpan Idle) Close()
    {
        lock (_lock)
        {
            if (_threads > 0)
                _busy += time.GetElapsedTime(_entered);
            _closed = true;
            var idle = time.GetElapsedTime(_began) - _busy;
            return (_busy, idle > TimeSpan.Zero ? idle : TimeSpan.Zero);
        }
    }

    static bool IsWithin(SpanClock? inner, SpanClock outer)
    {
        for (; inner is not null; inner = inner.Parent)
        {
            if (inner == outer)
                return true;
        }

        return false;
    }

    void Enter()
    {
        lock (_lock)
        {
            if (_closed)
                return;
            if (_threads++ == 0)
                _entered = time.GetTimestamp();
        }

        tell(this, SpanEventKinds.Enter);
    }

    // What a span began may go on after its end.
    void Exit()
    {
        lock (_lock)
        {
            if (_closed || _threads == 0)
                return;
            if (--_threads == 0)
                _busy += time.GetElapsedTime(_entered);
        }

        tell(this, SpanEventKinds.Exit);
    }
}
