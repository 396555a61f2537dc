using System.Collections.Concurrent;

namespace Boom.Core.Telemetry;

/// <summary>The pulses of all workers of a program.</summary>
/// <param name="time">Clock of the beats.</param>
public sealed class StagePulses(TimeProvider time)
{
    readonly ConcurrentDictionary<string, StagePulse> _pulses = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, bool> _lacks = new(StringComparer.Ordinal);

    /// <summary>All, in no order.</summary>
    public ICollection<StagePulse> All => _pulses.Values;

    /// <summary>What the configuration asks for and stages go on without, a sentence each.</summary>
    public IEnumerable<string> Lacks => _lacks.Keys.Order(StringComparer.Ordinal);

    /// <summary>Tells of something that a stage goes on without; false when that is told already.</summary>
    public bool Lack(string sentence) => _lacks.TryAdd(sentence, true);

    /// <summary>Takes back what was lacking.</summary>
    public void Mend(string sentence) => _lacks.TryRemove(sentence, out _);

    /// <summary>The pulse of a worker; it begins with the first call.</summary>
    public StagePulse Of(string name) => _pulses.GetOrAdd(name, static (key, clock) => new StagePulse(key, clock), time);
}
