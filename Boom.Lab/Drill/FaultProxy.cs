namespace Boom.Lab.Drill;

/// <summary>
/// A TCP proxy on the loopback address that can misbehave as networks do: cut connections, turn new ones away, stand still, be slow.
/// </summary>
internal sealed class FaultProxy(int targetPort, TimeProvider time) : LocalProxy(targetPort)
{
    volatile TaskCompletionSource? _gate;
    long _delayTicks;
    volatile bool _refuses;

    /// <summary>Of each piece of up to 64 kB, in both directions.</summary>
    public TimeSpan Delay
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _delayTicks));
        set => Interlocked.Exchange(ref _delayTicks, value.Ticks);
    }

    protected override bool Refuses => _refuses;

    /// <summary>Cuts every connection and closes new ones at once, until <see cref="Mend"/>.</summary>
    public void Refuse()
    {
        _refuses = true;
        Cut();
    }

    /// <summary>Connections stay and nothing passes, until <see cref="Mend"/>.</summary>
    public void Hold() => _gate ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public override void Mend()
    {
        _refuses = false;
        Delay = TimeSpan.Zero;
        Interlocked.Exchange(ref _gate, null)?.TrySetResult();
    }

    protected override async Task WaitAsync(CancellationToken stop)
    {
        if (_gate is { } gate)
            await gate.Task;
        if (Delay > TimeSpan.Zero)
            await Task.Delay(Delay, time, stop);
    }
}
