using System.Buffers;

namespace Boom.Core.Photometry;

/// <summary>
/// Stable sort by time, made for what comes: a few ascending runs one after the other (detections, forced photometry, a partner's).
/// Runs are merged pairwise, so sorted input costs one pass and n points in r runs cost n log r.
/// </summary>
static class MagnitudeOrder
{
    internal static void Sort(Span<MagnitudePoint> points)
    {
        if (RunEnd(points, 0) == points.Length)
            return;
        var buffer = ArrayPool<MagnitudePoint>.Shared.Rent(points.Length);
        while (RunEnd(points, 0) is var end && end < points.Length)
        {
            var start = 0;
            while (end < points.Length)
            {
                var next = RunEnd(points, end);
                Merge(points[start..next], end - start, buffer);
                start = next;
                end = start < points.Length ? RunEnd(points, start) : start;
            }
        }

        ArrayPool<MagnitudePoint>.Shared.Return(buffer);
    }

    static int RunEnd(ReadOnlySpan<MagnitudePoint> points, int start)
    {
        var i = start + 1;
        while (i < points.Length && !(points[i].Jd < points[i - 1].Jd))
            i++;
        return Math.Min(i, points.Length);
    }

    static void Merge(Span<MagnitudePoint> points, int middle, MagnitudePoint[] buffer)
    {
        points[..middle].CopyTo(buffer);
        int left = 0, right = middle, to = 0;
        while (left < middle && right < points.Length)
            points[to++] = points[right].Jd < buffer[left].Jd ? points[right++] : buffer[left++];
        buffer.AsSpan(left, middle - left).CopyTo(points[to..]);
    }
}
