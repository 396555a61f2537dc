using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Expressions;

/// <summary>A stable sort of values by their keys, in an arena.</summary>
static class ValueSort
{
    /// <summary>The sorted values; they begin at <paramref name="start"/> of the answer.</summary>
    public static FilterValue[] Sort(FilterRun run, ReadOnlySpan<FilterValue> items, SortKeys keys, out int start)
    {
        var count = items.Length;
        var width = keys.Count;
        var keyChunk = run.TakeValues(count * width, out var keyStart);
        for (var i = 0; i < count; i++)
            keys.Read(run, items[i], keyChunk.AsSpan(keyStart + (i * width), width));
        var sorted = run.TakeValues(count, out start);
        Span<int> order = count <= 256 ? stackalloc int[count] : new int[count];
        Span<int> spare = count <= 256 ? stackalloc int[count] : new int[count];
        for (var i = 0; i < count; i++)
            order[i] = i;
        run.Spend(count * (32 - System.Numerics.BitOperations.LeadingZeroCount((uint)count)));
        Merge(order, spare, keyChunk.AsSpan(keyStart, count * width), keys);
        for (var i = 0; i < count; i++)
            sorted[start + i] = items[order[i]];
        return sorted;
    }

    static void Merge(Span<int> order, Span<int> spare, ReadOnlySpan<FilterValue> rows, SortKeys keys)
    {
        if (order.Length < 2)
            return;
        var half = order.Length / 2;
        Merge(order[..half], spare[..half], rows, keys);
        Merge(order[half..], spare[half..], rows, keys);
        if (Compare(order[half - 1], order[half], rows, keys) <= 0)
            return;
        order.CopyTo(spare);
        var (left, right) = (0, half);
        for (var i = 0; i < order.Length; i++)
        {
            var takesLeft = right == order.Length || (left < half && Compare(spare[left], spare[right], rows, keys) <= 0);
            order[i] = takesLeft ? spare[left++] : spare[right++];
        }
    }

    static int Compare(int left, int right, ReadOnlySpan<FilterValue> rows, SortKeys keys)
        => keys.Compare(rows.Slice(left * keys.Count, keys.Count), rows.Slice(right * keys.Count, keys.Count));
}
