namespace Boom.Lab.Bench.Services;

/// <summary>How far something had come, and when: noted each time it had got further.</summary>
internal sealed class PaceSamples
{
    readonly List<(TimeSpan At, long Done)> _rises = [];

    /// <summary>How far it had come at the last look.</summary>
    public long Done => _rises.Count == 0 ? 0 : _rises[^1].Done;

    /// <summary>Notes how far it has come; not further than before is not noted.</summary>
    public void Add(TimeSpan at, long done)
    {
        if (done > Done)
            _rises.Add((at, done));
    }

    /// <summary>
    /// Pace per second of the <see cref="Middle"/> of what lies between <paramref name="from"/> and <paramref name="to"/>; NaN where there are no
    /// two rises.
    /// </summary>
    public double MiddlePerSecond(long from, long to)
    {
        if (_rises.Count < 2)
            return double.NaN;
        var (first, last) = Middle.Of(_rises, rise => rise.Done, from, to);
        return (last.Done - first.Done) / (last.At - first.At).TotalSeconds;
    }

    /// <summary>The longest time between two rises behind <paramref name="from"/>.</summary>
    public TimeSpan LongestPause(long from) => _rises.Zip(_rises.Skip(1)).Where(pair => pair.First.Done >= from)
        .Select(pair => pair.Second.At - pair.First.At).DefaultIfEmpty().Max();
}
