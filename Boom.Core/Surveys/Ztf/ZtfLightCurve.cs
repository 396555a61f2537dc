using System.Buffers;

namespace Boom.Core.Surveys.Ztf;

/// <summary>
/// Puts the points of a packet in order: detections, upper limits and forced photometry, each strictly increasing in jd. A point has some
/// hundred bytes, so it moves only when it must.
/// </summary>
static class ZtfLightCurve
{
    /// <summary>
    /// Splits the history into detections (with the candidate's own point) and upper limits, in place: the array given, which has one
    /// spare place, is the array answered.
    /// </summary>
    internal static (ArraySegment<ZtfPrvCandidate> Detections, ArraySegment<ZtfPrvCandidate> NonDetections) Assemble(
        ZtfPrvCandidate[]? history, in ZtfPrvCandidate candidate)
    {
        var points = history is { Length: > 0 } ? history : new ZtfPrvCandidate[1];
        var limits = ArrayPool<ZtfPrvCandidate>.Shared.Rent(points.Length);
        int detectionCount = 0, limitCount = 0;
        var hasCandidate = false;
        for (var i = 0; i < points.Length - 1; i++)
        {
            ref var point = ref points[i];
            if (!ZtfPhotometry.Derive(ref point))
                continue;
            if (point.Magpsf is null)
            {
                limits[limitCount++] = point;
                continue;
            }

            hasCandidate |= point.Jd == candidate.Jd;
            if (detectionCount != i)
                points[detectionCount] = point;
            detectionCount++;
        }

        if (!hasCandidate)
            points[detectionCount++] = candidate;
        limits.AsSpan(0, limitCount).CopyTo(points.AsSpan(detectionCount));
        ArrayPool<ZtfPrvCandidate>.Shared.Return(limits, clearArray: true);
        return (Order(points, 0, detectionCount), Order(points, detectionCount, limitCount));
    }

    /// <summary>Forced photometry that can be used, in order.</summary>
    internal static ArraySegment<ZtfFpHist> Assemble(ZtfFpHist[]? history)
    {
        if (history is null)
            return ArraySegment<ZtfFpHist>.Empty;
        var count = 0;
        for (var i = 0; i < history.Length; i++)
        {
            if (!ZtfPhotometry.Derive(ref history[i]))
                continue;
            if (count != i)
                history[count] = history[i];
            count++;
        }

        return Order(history, 0, count);
    }

    static ArraySegment<T> Order<T>(T[] points, int start, int count)
        where T : struct, IZtfPoint
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
        where T : struct, IZtfPoint
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
