using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Expressions;

/// <summary><c>$indexOfArray</c> and <c>$slice</c>.</summary>
static class ArraySearch
{
    public static FilterValue IndexOf(FilterRun run, ReadOnlySpan<FilterValue> values)
    {
        if (values[0].IsNullish)
            return FilterValue.Null;
        if (values[0].Type != BsonType.Array)
            throw Words.Takes("$indexOfArray", "an array", values[0]);
        var items = run.ItemsToScan(values[0]);
        var from = values.Length > 2 ? Bound(values[2]) : 0;
        var to = Math.Min(values.Length > 3 ? Bound(values[3]) : items.Length, items.Length);
        for (var i = from; i < to; i++)
        {
            if (ValueOrder.Compare(items[i], values[1]) == 0)
                return FilterValue.Of(i);
        }

        return FilterValue.Of(-1);
    }

    public static FilterValue Slice(FilterRun run, ReadOnlySpan<FilterValue> values)
    {
        foreach (ref readonly var value in values)
        {
            if (value.IsNullish)
                return FilterValue.Null;
        }

        if (values[0].Type != BsonType.Array)
            throw Words.Takes("$slice", "an array", values[0]);
        var list = run.AsList(values[0]);
        var (from, count) = values.Length == 2 ? OfCount(Number(values[1]), list.Count) : OfPosition(Number(values[1]), Number(values[2]), list.Count);
        return FilterValue.List(list.ListSource, list.Start + from, count);
    }

    static (int From, int Count) OfCount(int count, int length)
    {
        var taken = (int)Math.Min(Math.Abs((long)count), length);
        return count < 0 ? (length - taken, taken) : (0, taken);
    }

    static (int From, int Count) OfPosition(int position, int count, int length)
    {
        if (count <= 0)
            throw new FilterEvaluationException("$slice takes a count above 0 behind a position");
        var from = (int)(position < 0 ? Math.Max(0L, (long)length + position) : Math.Min(position, length));
        return (from, Math.Min(count, length - from));
    }

    static int Number(in FilterValue value)
        => Integers.TryInt32(value, out var number) ? number : throw Words.Takes("$slice", "whole numbers that fit int32", value);

    static int Bound(in FilterValue value)
        => Integers.TryInt32(value, out var bound) && bound >= 0 ? bound : throw new FilterEvaluationException("$indexOfArray takes bounds that are whole numbers from 0 on");
}
