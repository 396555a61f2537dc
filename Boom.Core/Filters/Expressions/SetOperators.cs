using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Expressions;

/// <summary>Arrays as sets, and arrays beside each other: <c>$setUnion</c>, <c>$setIntersection</c>, <c>$setDifference</c>, <c>$setIsSubset</c>, <c>$setEquals</c>, <c>$zip</c>.</summary>
static class SetOperators
{
    public static void AddTo(Dictionary<string, OperatorFactory> table)
    {
        table.Add("$zip", Zip);
        Many("$setUnion", 0, int.MaxValue, Union);
        Many("$setIntersection", 0, int.MaxValue, Intersection);
        Many("$setDifference", 2, 2, Difference);
        Many("$setIsSubset", 2, 2, static (run, sets) => FilterValue.Of(Contains(run, "$setIsSubset", sets[1], sets[0])));
        Many("$setEquals", 2, int.MaxValue, static (run, sets) =>
        {
            var equal = true;
            for (var i = 1; i < sets.Length; i++)
                equal &= Contains(run, "$setEquals", sets[0], sets[i]) && Contains(run, "$setEquals", sets[i], sets[0]);
            return FilterValue.Of(equal);
        });

        void Many(string name, int least, int most, ManyOperands compute)
            => table.Add(name, (call, in argument) => new ManyOperandsExpression(compute, call.Operands(argument, least, most)));
    }

    static Expression Zip(OperatorCall call, in FilterValue argument)
    {
        var parts = call.Named(argument, ["inputs"], ["useLongestLength", "defaults"]);
        if (parts[0].Type != BsonType.Array)
            throw call.Fault("takes an array of arrays as 'inputs'");
        if (!parts[1].IsMissing && parts[1].Type != BsonType.Boolean)
            throw call.Fault("takes true or false as 'useLongestLength'");
        var inputs = call.Operands(parts[0], 1);
        var longest = !parts[1].IsMissing && parts[1].AsBoolean();
        Expression[] defaults = parts[2].IsMissing ? [] : call.Operands(parts[2], 0);
        if (!parts[2].IsMissing && !longest)
            throw call.Fault("takes 'defaults' only beside a true 'useLongestLength'");
        if (defaults.Length > 0 && defaults.Length != inputs.Length)
            throw call.Fault("takes as many 'defaults' as 'inputs'");
        return new ZipExpression(inputs, defaults, longest);
    }

    static FilterValue Union(FilterRun run, ReadOnlySpan<FilterValue> sets)
    {
        var total = 0L;
        foreach (ref readonly var set in sets)
        {
            if (set.IsNullish)
                return FilterValue.Null;
            total += Items(run, "$setUnion", set).Length;
        }

        var chunk = run.TakeValues(total, out var start);
        var count = 0;
        foreach (ref readonly var set in sets)
        {
            foreach (ref readonly var item in run.Items(set))
            {
                if (!Has(run, chunk.AsSpan(start, count), item))
                    chunk[start + count++] = item;
            }
        }

        return Sorted(run, chunk, start, (int)total, count);
    }

    static FilterValue Intersection(FilterRun run, ReadOnlySpan<FilterValue> sets)
    {
        foreach (ref readonly var set in sets)
        {
            if (set.IsNullish)
                return FilterValue.Null;
            Items(run, "$setIntersection", set);
        }

        if (sets.IsEmpty)
            return FilterValue.List([], 0, 0);
        var first = run.Items(sets[0]);
        var chunk = run.TakeValues(first.Length, out var start);
        var count = 0;
        foreach (ref readonly var item in first)
        {
            var everywhere = !Has(run, chunk.AsSpan(start, count), item);
            for (var i = 1; i < sets.Length && everywhere; i++)
                everywhere = Has(run, run.Items(sets[i]), item);
            if (everywhere)
                chunk[start + count++] = item;
        }

        return Sorted(run, chunk, start, first.Length, count);
    }

    static FilterValue Difference(FilterRun run, ReadOnlySpan<FilterValue> sets)
    {
        if (sets[0].IsNullish || sets[1].IsNullish)
            return FilterValue.Null;
        var left = Items(run, "$setDifference", sets[0]);
        var right = Items(run, "$setDifference", sets[1]);
        var chunk = run.TakeValues(left.Length, out var start);
        var count = 0;
        foreach (ref readonly var item in left)
        {
            if (!Has(run, right, item) && !Has(run, chunk.AsSpan(start, count), item))
                chunk[start + count++] = item;
        }

        return run.List(chunk, start, left.Length, count);
    }

    static FilterValue Sorted(FilterRun run, FilterValue[] chunk, int start, int taken, int count)
    {
        chunk.AsSpan(start, count).Sort(static (left, right) => ValueOrder.Compare(left, right));
        return run.List(chunk, start, taken, count);
    }

    static bool Contains(FilterRun run, string name, in FilterValue set, in FilterValue part)
    {
        var items = Items(run, name, set);
        foreach (ref readonly var item in Items(run, name, part))
        {
            if (!Has(run, items, item))
                return false;
        }

        return true;
    }

    static ReadOnlySpan<FilterValue> Items(FilterRun run, string name, in FilterValue set)
        => set.Type == BsonType.Array ? run.Items(set) : throw Words.Takes(name, "arrays", set);

    static bool Has(FilterRun run, ReadOnlySpan<FilterValue> items, in FilterValue wanted)
    {
        run.Spend(items.Length);
        foreach (ref readonly var item in items)
        {
            if (ValueOrder.Compare(item, wanted) == 0)
                return true;
        }

        return false;
    }
}

/// <summary><c>$zip</c>: the first elements of all arrays, then the second ones.</summary>
sealed class ZipExpression(Expression[] inputs, Expression[] defaults, bool longest) : Expression
{
    public override IReadOnlyList<Expression> Operands => [.. inputs, .. defaults];

    public override FilterValue Evaluate(FilterRun run)
    {
        var lists = run.TakeValues(inputs.Length, out var first);
        var width = inputs.Length;
        for (var i = 0; i < width; i++)
            lists[first + i] = inputs[i].Evaluate(run);
        for (var i = 0; i < width; i++)
        {
            var array = lists[first + i];
            if (array.IsNullish || array.IsUnknown)
                return array.IsUnknown ? run.Doubt() : FilterValue.Null;
            if (array.Type != BsonType.Array)
                throw Words.Takes("$zip", "arrays as 'inputs'", array);
            lists[first + i] = run.AsList(array);
        }

        var length = lists[first].Count;
        for (var i = 1; i < width; i++)
            length = longest ? Math.Max(length, lists[first + i].Count) : Math.Min(length, lists[first + i].Count);
        var rows = run.TakeValues(length, out var start);
        for (var row = 0; row < length; row++)
        {
            var cells = run.TakeValues(width, out var at);
            for (var i = 0; i < width; i++)
            {
                ref readonly var list = ref lists[first + i];
                var value = row < list.Count ? list.ListSource[list.Start + row] : defaults.Length > 0 ? defaults[i].Evaluate(run) : FilterValue.Null;
                if (value.IsUnknown)
                    return value;
                cells[at + i] = value.IsMissing ? FilterValue.Null : value;
            }

            rows[start + row] = FilterValue.List(cells, at, width);
        }

        return FilterValue.List(rows, start, length);
    }
}
