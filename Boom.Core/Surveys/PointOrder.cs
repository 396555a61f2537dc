using System.Buffers;

namespace Boom.Core.Surveys;

/// <summary>Puts points in order of time.</summary>
static class PointOrder
{
    /// <summary>
    /// Sorts a stretch of an array, in place and stable, and keeps the first of those of one jd: strictly increasing. A point moves only when it must. Every jd is
    /// finite.
    /// </summary>
    internal static ArraySegment<T> Apply<T>(T[] points, int start, int count)
        where T : struct, IDatedPoint
    {
        var span = points.AsSpan(start, count);
        for (var i = 1; i < count; i++)
        {
            if (span[i].Jd > span[i - 1].Jd)
                continue;
            StableSort(span);
            break;
        }

        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            if (kept > 0 && span[i].Jd == span[kept - 1].Jd)
                continue;
            if (kept != i)
                span[kept] = span[i];
            kept++;
        }

        return new ArraySegment<T>(points, start, kept);
    }

    // Keys of jd and place make the sort stable; the structs, some hundred bytes each, move once.
    static void StableSort<T>(Span<T> points)
        where T : struct, IDatedPoint
    {
        var keys = ArrayPool<(double Jd, int Index)>.Shared.Rent(points.Length);
        var copy = ArrayPool<T>.Shared.Rent(points.Length);
        for (var i = 0; i < points.Length; i++)
            keys[i] = (points[i].Jd, i);
        keys.AsSpan(0, points.Length).Sort();
        points.CopyTo(copy);
        for (var i = 0; i < points.Length; i++)
            points[i] = copy[keys[i].Index];
        ArrayPool<T>.Shared.Return(copy, clearArray: true);
        ArrayPool<(double Jd, int Index)>.Shared.Return(keys);
    }
}
