using System.Runtime.CompilerServices;

namespace Boom.Core.Catalogs;

/// <summary>A row that a cone has found.</summary>
/// <param name="Row">Number of the row, from 0.</param>
/// <param name="DistanceArcsec">Its great-circle distance from the centre of the cone in seconds of arc.</param>
public readonly record struct SkyHit(long Row, double DistanceArcsec);

/// <summary>What a cone has found: nearest first, rows at the same distance in their order. Used again and again by one thread; it grows and is never shrunk.</summary>
public sealed class SkyHits
{
    static readonly Comparison<SkyHit> ByDistance = Compare;

    SkyHit[] _items = new SkyHit[64];

    /// <summary>Number of rows found.</summary>
    public int Count { get; private set; }

    /// <summary>Number of rows that the last look-up compared with its cone.</summary>
    public long RowsTested { get; internal set; }

    /// <summary>The rows found; valid until the next look-up.</summary>
    public ReadOnlySpan<SkyHit> Items => _items.AsSpan(0, Count);

    internal void Clear() => (Count, RowsTested) = (0, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(long row, double distanceArcsec)
    {
        var items = _items;
        if (Count == items.Length)
            items = Grow();
        items[Count++] = new(row, distanceArcsec);
    }

    internal void Sort()
    {
        var items = _items.AsSpan(0, Count);
        if (items.Length > 32)
        {
            items.Sort(ByDistance);
            return;
        }

        for (var i = 1; i < items.Length; i++)
        {
            var item = items[i];
            var place = i;
            while (place > 0 && Compare(item, items[place - 1]) < 0)
            {
                items[place] = items[place - 1];
                place--;
            }

            items[place] = item;
        }
    }

    static int Compare(SkyHit left, SkyHit right)
        => left.DistanceArcsec < right.DistanceArcsec ? -1
            : left.DistanceArcsec > right.DistanceArcsec ? 1
            : left.Row.CompareTo(right.Row);

    SkyHit[] Grow()
    {
        if (Count >= Array.MaxLength)
            throw new SkyTableException("A cone holds more rows than one list can: ask for a smaller radius.");
        Array.Resize(ref _items, (int)Math.Min(Array.MaxLength, 2L * Count));
        return _items;
    }
}
