using System.Collections.Concurrent;

namespace Boom.Consumer;

/// <summary>Opens when every consumer of the program has read its topics to their end.</summary>
/// <param name="open">Called once.</param>
sealed class DrainGate(Action open)
{
    readonly ConcurrentDictionary<object, bool> _drained = new();
    int _opened;

    /// <summary>A consumer that has to report.</summary>
    public void Expect(object consumer) => _drained.TryAdd(consumer, false);

    /// <summary>A consumer has read its topics to their end.</summary>
    public void Report(object consumer)
    {
        _drained[consumer] = true;
        if (_drained.Values.All(drained => drained) && Interlocked.Exchange(ref _opened, 1) == 0)
            open();
    }
}
