namespace Boom.Core.Resilience;

/// <summary>
/// Waiting times between tries at a server that is away: doubling from the first to the cap, each drawn between half and the whole so
/// that many workers do not come back at once. There is no last try.
/// </summary>
/// <param name="first">Longest first wait.</param>
/// <param name="cap">Longest wait of all.</param>
/// <param name="seed">Of the jitter.</param>
public sealed class Backoff(TimeSpan first, TimeSpan cap, int seed)
{
    readonly Random _random = new(seed);
    int _failures;

    /// <summary>Failures since the last success.</summary>
    public int Failures => _failures;

    /// <summary>The wait after one more failure.</summary>
    public TimeSpan Next()
    {
        var whole = Math.Min(cap.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, Math.Min(_failures, 30)));
        _failures++;
        return TimeSpan.FromMilliseconds(whole * (0.5 + (_random.NextDouble() / 2)));
    }

    /// <summary>To be called after a success.</summary>
    public void Reset() => _failures = 0;
}
