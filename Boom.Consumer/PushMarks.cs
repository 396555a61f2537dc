namespace Boom.Consumer;

/// <summary>
/// How far a partition was queued, and when by the queue server's clock. A queue is first in, first out: when its oldest message came later than a
/// push, whatever was pushed until then has left it.
/// </summary>
sealed class PushMarks
{
    /// <summary>Pushes of so many milliseconds share a mark, that of the last of them.</summary>
    const long SpanMs = 500;

    /// <summary>An hour of pushes that nobody takes out of the queue; the oldest two share a mark from then on.</summary>
    const int MostMarks = 7_200;

    readonly List<(long FirstMs, long LastMs, long Next)> _marks = [];

    /// <summary>One past the highest offset that has left the queue, as far as is known.</summary>
    public long Left { get; private set; }

    /// <summary>Packets before <paramref name="next"/> are in the queue, or were in it before.</summary>
    public void Push(long atMs, long next)
    {
        if (_marks.Count > 0 && (atMs - _marks[^1].FirstMs is >= 0 and < SpanMs || _marks.Count >= MostMarks))
            _marks[^1] = (_marks[^1].FirstMs, Math.Max(atMs, _marks[^1].LastMs), Math.Max(next, _marks[^1].Next));
        else
            _marks.Add((atMs, atMs, next));
    }

    /// <summary>The queue was looked at, after all pushes so far.</summary>
    /// <param name="oldestMs">When its oldest message was put in; null when it is empty.</param>
    public void Update(long? oldestMs)
    {
        var left = 0;
        while (left < _marks.Count && (oldestMs is null || _marks[left].LastMs < oldestMs))
            Left = Math.Max(Left, _marks[left++].Next);
        _marks.RemoveRange(0, left);
    }

    /// <summary>Forgets all: the partition is read anew from an offset on.</summary>
    public void Reset(long from)
    {
        _marks.Clear();
        Left = from;
    }
}
