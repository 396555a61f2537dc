namespace Boom.Embedded.Plays;

/// <summary>Holds a publisher to so many packets per second, and to the times at which the survey sends them, both counted from its first packet.</summary>
sealed class RatePacer(PlayPlan plan, TimeProvider timeProvider)
{
    // Timers are no finer than this; packets between two ticks go out together.
    static readonly TimeSpan Finest = TimeSpan.FromMilliseconds(5);

    readonly long _started = timeProvider.GetTimestamp();
    long _packets;
    TimeSpan? _firstSent;

    /// <param name="number">Number in the feed of the packet that is to be published.</param>
    public async ValueTask WaitAsync(long number, CancellationToken cancellationToken)
    {
        var due = plan.PacketsPerSecond is { } rate ? TimeSpan.FromSeconds(_packets++ / rate) : TimeSpan.Zero;
        if (plan.IsPaced && plan.Feed.SentAfter(number) is { } sent)
        {
            _firstSent ??= sent;
            if (sent - _firstSent.Value > due)
                due = sent - _firstSent.Value;
        }

        var early = due - timeProvider.GetElapsedTime(_started);
        if (early > Finest)
            await Task.Delay(early, timeProvider, cancellationToken);
    }
}
