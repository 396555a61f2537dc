using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Expressions;

/// <summary>Arrays as wholes: elements by place, length, joins, slices.</summary>
static class ArrayOperators
{
    public static void AddTo(Dictionary<string, OperatorFactory> table)
    {
        One("$size", static (FilterRun _, in FilterValue value) => value.Type == BsonType.Array
            ? FilterValue.Of(FilterRun.Count(value))
            : throw Words.Takes("$size", "an array", value));
        One("$isArray", static (FilterRun _, in FilterValue value) => FilterValue.Of(value.Type == BsonType.Array));
        One("$reverseArray", Reverse);
        One("$first", static (FilterRun run, in FilterValue value) => Edge(run, "$first", value, 0));
        One("$last", static (FilterRun run, in FilterValue value) => Edge(run, "$last", value, -1));
        AllOrAny("$anyElementTrue", Truth.True);
        AllOrAny("$allElementsTrue", Truth.False);
        Two("$arrayElemAt", ElementAt);
        Two("$in", In);
        table.Add("$concatArrays", static (call, in argument) => new ManyOperandsExpression(Concat, call.Operands(argument, 0), endsAtNull: true));
        Many("$indexOfArray", 2, 4, ArraySearch.IndexOf);
        Many("$slice", 2, 3, ArraySearch.Slice);
        Many("$range", 2, 3, Range);

        void One(string name, OneOperand compute) => table.Add(name, (call, in argument) => new OneOperandExpression(compute, call.One(argument)));

        void AllOrAny(string name, Truth wanted) => table.Add(name, (call, in argument) =>
        {
            var operand = call.One(argument);
            return operand is MapExpression map
                ? new ElementsOfMapExpression(name, wanted, map)
                : new OneOperandExpression((FilterRun run, in FilterValue value) => Elements(run, name, value, wanted), operand);
        });

        void Two(string name, TwoOperands compute) => table.Add(name, (call, in argument) =>
        {
            var operands = call.Operands(argument, 2, 2);
            return new TwoOperandsExpression(compute, operands[0], operands[1]);
        });

        void Many(string name, int least, int most, ManyOperands compute)
            => table.Add(name, (call, in argument) => new ManyOperandsExpression(compute, call.Operands(argument, least, most)));
    }

    static FilterValue Reverse(FilterRun run, in FilterValue value)
    {
        if (value.IsNullish)
            return FilterValue.Null;
        if (value.Type != BsonType.Array)
            throw Words.Takes("$reverseArray", "an array", value);
        var items = run.Items(value);
        var chunk = run.TakeValues(items.Length, out var start);
        for (var i = 0; i < items.Length; i++)
            chunk[start + i] = items[items.Length - 1 - i];
        return FilterValue.List(chunk, start, items.Length);
    }

    static FilterValue Edge(FilterRun run, string name, in FilterValue value, int index)
    {
        if (value.IsNullish)
            return FilterValue.Null;
        return value.Type == BsonType.Array ? At(run, value, index) : throw Words.Takes(name, "an array", value);
    }

    static FilterValue At(FilterRun run, in FilterValue array, long index)
    {
        var items = run.Items(array);
        if (index < 0)
            index += items.Length;
        return index >= 0 && index < items.Length ? items[(int)index] : default;
    }

    static FilterValue ElementAt(FilterRun run, in FilterValue array, in FilterValue index)
    {
        if (array.IsNullish || index.IsNullish)
            return FilterValue.Null;
        if (array.Type != BsonType.Array)
            throw Words.Takes("$arrayElemAt", "an array", array);
        return Integers.TryInt32(index, out var at) ? At(run, array, at) : throw new FilterEvaluationException("$arrayElemAt takes an index that is a whole number and fits int32");
    }

    static FilterValue Elements(FilterRun run, string name, in FilterValue value, Truth wanted)
    {
        if (value.Type != BsonType.Array)
            throw Words.Takes(name, "an array", value);
        foreach (ref readonly var item in run.ItemsToScan(value))
        {
            if (item.Truth == wanted)
                return FilterValue.Of(wanted == Truth.True);
        }

        return FilterValue.Of(wanted != Truth.True);
    }

    static FilterValue In(FilterRun run, in FilterValue needle, in FilterValue array)
    {
        if (array.Type != BsonType.Array)
            throw Words.Takes("$in", "an array as its second operand", array);
        foreach (ref readonly var item in run.ItemsToScan(array))
        {
            if (ValueOrder.Compare(needle, item) == 0)
                return FilterValue.True;
        }

        return FilterValue.False;
    }

    static FilterValue Concat(FilterRun run, ReadOnlySpan<FilterValue> arrays)
    {
        var count = 0L;
        foreach (ref readonly var array in arrays)
        {
            if (array.IsNullish)
                return FilterValue.Null;
            if (array.Type != BsonType.Array)
                throw Words.Takes("$concatArrays", "arrays", array);
            count += FilterRun.Count(array);
        }

        var chunk = run.TakeValues(count, out var start);
        var at = start;
        foreach (ref readonly var array in arrays)
        {
            var cursor = new ItemCursor(array);
            while (cursor.Next())
                chunk[at++] = cursor.Value;
        }

        return FilterValue.List(chunk, start, (int)count);
    }

    static FilterValue Range(FilterRun run, ReadOnlySpan<FilterValue> values)
    {
        Span<int> numbers = stackalloc int[3];
        numbers[2] = 1;
        for (var i = 0; i < values.Length; i++)
        {
            if (!Integers.TryInt32(values[i], out numbers[i]))
                throw Words.Takes("$range", "whole numbers that fit int32", values[i]);
        }

        var (from, to, step) = (numbers[0], numbers[1], numbers[2]);
        if (step == 0)
            throw new FilterEvaluationException("$range takes a step that is not 0");
        var span = step > 0 ? (long)to - from : (long)from - to;
        var width = Math.Abs((long)step);
        var count = span <= 0 ? 0 : ((span - 1) / width) + 1;
        if (count > FilterLimits.Values)
            throw new FilterBudgetException($"$range makes {count} numbers, and an evaluation makes at most {FilterLimits.Values} values");
        var chunk = run.TakeValues((int)count, out var start);
        for (var i = 0; i < count; i++)
            chunk[start + i] = FilterValue.Of(from + (i * step));
        return FilterValue.List(chunk, start, (int)count);
    }
}
