namespace Boom.Embedded.Plays;

/// <summary>Holds a publisher to so many packets per second, counted from its first packet.</summary>
sealed class RatePacer(double? packetsPerSecond, TimeProvider timeProvider)
{
    // Timers are no finer than this; packets between two ticks go out together.
    static readonly TimeSpan Finest = TimeSpan.FromMilliseconds(5);

    readonly long _started = timeProvider.GetTimestamp();
    long _packets;

    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        if (packetsPerSecond is not { } rate)
            return;
        var due = TimeSpan.FromSeconds(_packets++ / rate);
        var early = due - timeProvider.GetElapsedTime(_started);
        if (early > Finest)
            await Task.Delay(early, timeProvider, cancellationToken);
    }
}
