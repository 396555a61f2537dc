using System.Collections.Concurrent;

namespace Boom.Core.Telemetry;

/// <summary>The pulses of all workers of a program.</summary>
/// <param name="time">Clock of the beats.</param>
public sealed class StagePulses(TimeProvider time)
{
    readonly ConcurrentDictionary<string, StagePulse> _pulses = new(StringComparer.Ordinal);

    /// <summary>All, in no order.</summary>
    public ICollection<StagePulse> All => _pulses.Values;

    /// <summary>The pulse of a worker; it begins with the first call.</summary>
    public StagePulse Of(string name) => _pulses.GetOrAdd(name, static (key, clock) => new StagePulse(key, clock), time);
}
