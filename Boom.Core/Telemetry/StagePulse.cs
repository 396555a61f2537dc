namespace Boom.Core.Telemetry;

/// <summary>How one worker fares, as health checks see it. Written by the worker, read by anybody.</summary>
/// <param name="name">Stage, survey and slot, such as <c>alert-worker ztf 0</c>.</param>
/// <param name="time">Clock of the beats.</param>
public sealed class StagePulse(string name, TimeProvider time)
{
    /// <summary>
    /// A worker that gives no sign for so long, not even that it waits, hangs: longer than any batch takes, and than any server is waited for in one
    /// try.
    /// </summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(10);

    long _beat = time.GetTimestamp();
    volatile State? _trouble;
    volatile State? _held;
    volatile Stop? _pause;
    volatile bool _ended;
    long _handled;
    long _faults;

    /// <summary>Stage, survey and slot.</summary>
    public string Name => name;

    /// <summary>What the worker, or some of its messages, wait for or are refused, in a sentence; null while it works.</summary>
    public string? Trouble => (_trouble ?? _held)?.Reason;

    /// <summary>Whether the trouble is one that no waiting mends: somebody must act.</summary>
    public bool IsRefused => (_trouble ?? _held) is { IsRefused: true };

    /// <summary>That the worker was told to pause, or must, in a sentence; null while it does not. Set for an order.</summary>
    public string? Pause
    {
        get => _pause?.Reason;
        set => _pause = value is null ? null : new Stop(value, IsForced: false);
    }

    /// <summary>Whether nobody has told the worker to pause and it must: somebody should know.</summary>
    public bool IsForcedToPause => _pause is { IsForced: true };

    /// <summary>Time since the trouble began; zero while there is none.</summary>
    public TimeSpan TroubleTime => (_trouble ?? _held) is { } trouble ? time.GetElapsedTime(trouble.Since) : TimeSpan.Zero;

    /// <summary>Time since the worker last gave a sign, working or waiting; zero when its work is done.</summary>
    public TimeSpan Silence => _ended ? TimeSpan.Zero : time.GetElapsedTime(Volatile.Read(ref _beat));

    /// <summary>Messages that the worker is done with since it began.</summary>
    public long Handled => Interlocked.Read(ref _handled);

    /// <summary>How often a server has been away for the worker, or has refused it, since it began.</summary>
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
    public void Wait(string trouble) => Suffer(trouble, isRefused: false);

    /// <summary>The worker is refused, and no waiting mends it: somebody must act. It tries again now and then.</summary>
    public void Refuse(string reason) => Suffer(reason, isRefused: true);

    /// <summary>Some messages wait for a server, or are refused by it, while others are processed; null when none does any more.</summary>
    public void Hold(string? reason, bool isRefused = false) =>
        _held = reason is null ? null : new State(reason, isRefused, _held?.Since ?? time.GetTimestamp());

    /// <summary>The worker must pause, without an order, until <see cref="Pause"/> says otherwise; it goes on by itself.</summary>
    public void Halt(string reason) => _pause = new Stop(reason, IsForced: true);

    /// <summary>The work is done: no further sign is to be expected.</summary>
    public void End()
    {
        _trouble = _held = null;
        _ended = true;
    }

    void Suffer(string reason, bool isRefused)
    {
        Interlocked.Increment(ref _faults);
        var now = time.GetTimestamp();
        _trouble = new State(reason, isRefused, _trouble?.Since ?? now);
        Volatile.Write(ref _beat, now);
    }

    sealed record Stop(string Reason, bool IsForced);

    sealed record State(string Reason, bool IsRefused, long Since);
}
