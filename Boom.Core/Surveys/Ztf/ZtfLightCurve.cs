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
        return (PointOrder.Apply(points, 0, detectionCount), PointOrder.Apply(points, detectionCount, limitCount));
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

        return PointOrder.Apply(history, 0, count);
    }
}
