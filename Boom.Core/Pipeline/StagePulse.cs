namespace Boom.Core.Pipeline;

/// <summary>How one worker fares, as health checks see it. Written by the worker, read by anybody.</summary>
/// <param name="name">Stage, survey and slot, such as <c>alert-worker ztf 0</c>.</param>
/// <param name="time">Clock of the beats.</param>
public sealed class StagePulse(string name, TimeProvider time)
{
    long _beat = time.GetTimestamp();
    volatile string? _trouble;
    volatile bool _ended;
    long _handled;
    long _faults;

    /// <summary>Stage, survey and slot.</summary>
    public string Name => name;

    /// <summary>What the worker waits for, in a sentence; null while it works.</summary>
    public string? Trouble => _trouble;

    /// <summary>Time since the worker last gave a sign, working or waiting; zero when its work is done.</summary>
    public TimeSpan Silence => _ended ? TimeSpan.Zero : time.GetElapsedTime(Volatile.Read(ref _beat));

    /// <summary>Messages that the worker is done with since it began.</summary>
    public long Handled => Interlocked.Read(ref _handled);

    /// <summary>How often the worker has been refused by a server since it began.</summary>
    public long Faults => Interlocked.Read(ref _faults);

    /// <summary>Whether no further sign is to be expected.</summary>
    public bool HasEnded => _ended;

    /// <summary>The worker is done with some messages.</summary>
    public void Handle(int count) => Interlocked.Add(ref _handled, count);

    /// <summary>The worker goes on.</summary>
    public void Beat()
    {
        _trouble = null;
        Volatile.Write(ref _beat, time.GetTimestamp());
    }

    /// <summary>The worker waits for a server, and will go on by itself.</summary>
    public void Wait(string trouble)
    {
        Interlocked.Increment(ref _faults);
        _trouble = trouble;
        Volatile.Write(ref _beat, time.GetTimestamp());
    }

    /// <summary>The work is done: no further sign is to be expected.</summary>
    public void End()
    {
        _trouble = null;
        _ended = true;
    }
}
