namespace Boom.Lab.Bench.Services;

/// <summary>How far something had come, and when: noted each time it had got further.</summary>
internal sealed class PaceSamples
{
    readonly List<(TimeSpan At, long Done)> _rises = [];

    /// <summary>Notes how far it has come; not further than before is not noted.</summary>
    public void Add(TimeSpan at, long done)
    {
        if (done > (_rises.Count == 0 ? 0 : _rises[^1].Done))
            _rises.Add((at, done));
    }

    /// <summary>How far it had come at the last look.</summary>
    public long Done => _rises.Count == 0 ? 0 : _rises[^1].Done;

    /// <summary>
    /// Pace per second of what lies between <paramref name="from"/> and <paramref name="to"/>, without the first tenth and the last: from the first
    /// rise behind the one to the last rise before the other. Where there are no two such rises, from the first of all to the last; NaN where
    /// that is one.
    /// </summary>
    public double MiddlePerSecond(long from, long to)
    {
        var tenth = (to - from) / 10;
        var first = _rises.FindIndex(rise => rise.Done >= from + tenth);
        var last = _rises.FindLastIndex(rise => rise.Done <= to - tenth);
        if (first < 0 || last <= first)
            (first, last) = (0, _rises.Count - 1);
        return last <= first ? double.NaN : (_rises[last].Done - _rises[first].Done) / (_rises[last].At - _rises[first].At).TotalSeconds;
    }

    /// <summary>The longest time between two rises behind <paramref name="from"/>.</summary>
    public TimeSpan LongestPause(long from)
    {
        var longest = TimeSpan.Zero;
        for (var i = 1; i < _rises.Count; i++)
        {
            if (_rises[i - 1].Done >= from && _rises[i].At - _rises[i - 1].At > longest)
                longest = _rises[i].At - _rises[i - 1].At;
        }

        return longest;
    }
}
