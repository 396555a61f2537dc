using Boom.Core.Alerts;

namespace Boom.Core.Surveys.Lsst;

/// <summary>Where the points of one array lie and when they were taken. A list that is used again for every packet of a thread.</summary>
sealed class LsstPointList
{
    // What a packet of ten thousand points leaves behind is not kept.
    const int MostKept = 4096;

    Entry[] _entries = new Entry[64];
    int _count;
    bool _isInOrder = true;

    /// <summary>Forgets the points.</summary>
    public void Clear()
    {
        if (_entries.Length > MostKept)
            _entries = new Entry[64];
        _count = 0;
        _isInOrder = true;
    }

    /// <summary>Adds a point, unless it has no time or one that cannot be.</summary>
    /// <param name="mjdTai">Middle of the exposure, modified Julian date TAI, days; null when it has none.</param>
    /// <param name="id">Identifier of the point.</param>
    /// <param name="offset">Its first byte in the data.</param>
    /// <param name="length">Its length in bytes.</param>
    public void Add(double? mjdTai, long id, int offset, int length)
    {
        if (mjdTai is not { } mjd || AtomicTime.ToJulianDate(AtomicTime.ToModifiedJulianDate(mjd)) is var jd && !JulianDate.IsPlausible(jd))
            return;
        if (_count == _entries.Length)
            Array.Resize(ref _entries, 2 * _count);
        _isInOrder &= _count == 0 || jd > _entries[_count - 1].Point.Jd;
        _entries[_count++] = new Entry(new LsstPoint(jd, offset, length), id);
    }

    /// <summary>The points, strictly increasing in jd. Of several of one jd the one of the lowest identifier stays, of these the first in the packet.</summary>
    public LsstPoint[] Ordered()
    {
        Order();
        if (_count == 0)
            return [];
        var points = new LsstPoint[_count];
        for (var i = 0; i < points.Length; i++)
            points[i] = _entries[i].Point;
        return points;
    }

    /// <summary>The same with one more, which takes the place of a point of its jd.</summary>
    public LsstPoint[] OrderedWith(LsstPoint own)
    {
        Order();
        var place = _count;
        while (place > 0 && _entries[place - 1].Point.Jd >= own.Jd)
            place--;
        var next = place < _count && _entries[place].Point.Jd == own.Jd ? place + 1 : place;
        var points = new LsstPoint[_count + 1 - (next - place)];
        for (var i = 0; i < place; i++)
            points[i] = _entries[i].Point;
        points[place] = own;
        for (var i = next; i < _count; i++)
            points[place + 1 + i - next] = _entries[i].Point;
        return points;
    }

    void Order()
    {
        if (_isInOrder)
            return;
        var entries = _entries.AsSpan(0, _count);
        entries.Sort();
        var kept = 0;
        foreach (var entry in entries)
        {
            if (kept == 0 || entry.Point.Jd != entries[kept - 1].Point.Jd)
                entries[kept++] = entry;
        }

        _count = kept;
        _isInOrder = true;
    }

    readonly record struct Entry(LsstPoint Point, long Id) : IComparable<Entry>
    {
        public int CompareTo(Entry other) => Point.Jd.CompareTo(other.Point.Jd) is var byJd and not 0 ? byJd
            : Id.CompareTo(other.Id) is var byId and not 0 ? byId
            : Point.Offset.CompareTo(other.Point.Offset);
    }
}

/// <summary>A point of a light curve, left in the packet.</summary>
/// <param name="Jd">Middle of the exposure, Julian date UTC, days.</param>
/// <param name="Offset">Its first byte in the data.</param>
/// <param name="Length">Its length in bytes.</param>
readonly record struct LsstPoint(double Jd, int Offset, int Length);
