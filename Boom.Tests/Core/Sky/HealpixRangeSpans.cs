using Boom.Core.Sky;

namespace Boom.Tests.Core.Sky;

static class HealpixRangeSpans
{
    public static bool ContainsAny(this ReadOnlySpan<HealpixRange> ranges, long cell)
    {
        foreach (var range in ranges)
        {
            if (range.Contains(cell))
                return true;
        }

        return false;
    }

    public static bool ContainsAny(this Span<HealpixRange> ranges, long cell) => ((ReadOnlySpan<HealpixRange>)ranges).ContainsAny(cell);
}
