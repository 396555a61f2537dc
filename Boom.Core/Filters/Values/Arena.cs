namespace Boom.Core.Filters.Values;

/// <summary>Memory for what one evaluation computes, taken piece by piece and given back at once. It keeps what it has grown to, up to a limit.</summary>
sealed class Arena<T>(int size)
{
    // What one alert in a million needs is given back.
    const int Kept = 1 << 16;

    T[] _chunk = new T[size];
    int _used;

    /// <summary>Room for some items, of any content; the place of the first is in <paramref name="start"/>.</summary>
    public T[] Take(int count, out int start)
    {
        if (count > _chunk.Length - _used)
        {
            // Slices of the old chunk stay valid for as long as they are referred to.
            _chunk = new T[Math.Max(_chunk.Length * 2, count)];
            _used = 0;
        }

        start = _used;
        _used += count;
        return _chunk;
    }

    /// <summary>Gives back the end of a piece, if nothing was taken after it.</summary>
    public void Shrink(T[] chunk, int end, int keptEnd)
    {
        if (ReferenceEquals(chunk, _chunk) && _used == end)
            _used = keptEnd;
    }

    /// <summary>How far it is filled.</summary>
    public ArenaMark<T> Mark() => new(_chunk, _used);

    /// <summary>Gives back what was taken since, and lets go of what it refers to.</summary>
    public void Release(in ArenaMark<T> mark)
    {
        if (ReferenceEquals(mark.Chunk, _chunk))
            Array.Clear(_chunk, mark.Used, _used - mark.Used);
        else
            Array.Clear(mark.Chunk, mark.Used, mark.Chunk.Length - mark.Used);
        (_chunk, _used) = (mark.Chunk, mark.Used);
    }

    /// <summary>Gives everything back and lets go of what it refers to.</summary>
    public void Reset()
    {
        if (_chunk.Length > Kept)
            _chunk = new T[size];
        else
            Array.Clear(_chunk, 0, _used);
        _used = 0;
    }
}

/// <summary>A place in an arena.</summary>
readonly record struct ArenaMark<T>(T[] Chunk, int Used);
