using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Expressions;

/// <summary>The first, last, largest and smallest so many elements: <c>$firstN</c>, <c>$lastN</c>, <c>$maxN</c>, <c>$minN</c>.</summary>
static class EdgeOperators
{
    public static void AddTo(Dictionary<string, OperatorFactory> table)
    {
        Add("$firstN", static (run, items, count) => (items, 0));
        Add("$lastN", static (run, items, count) => (items, items.Count - count));
        Add("$maxN", static (run, items, count) => (Sorted(run, items, -1), 0));
        Add("$minN", static (run, items, count) => (Sorted(run, items, 1), 0));

        void Add(string name, Func<FilterRun, FilterValue, int, (FilterValue Items, int From)> choose) => table.Add(name, (call, in argument) =>
        {
            var parts = call.Named(argument, ["n", "input"], []);
            return new TwoOperandsExpression(
                (FilterRun run, in FilterValue number, in FilterValue array) =>
                {
                    if (!Integers.TryWhole(number, out var wanted) || wanted < 1)
                        throw Words.Takes(name, "an n that is a whole number above 0", number);
                    if (array.Type != BsonType.Array)
                        throw Words.Takes(name, "an array as 'input'", array);
                    var list = run.AsList(array);
                    var count = (int)Math.Min(wanted, list.Count);
                    var (items, from) = choose(run, list, count);
                    return FilterValue.List(items.ListSource, items.Start + from, Math.Min(count, items.Count));
                },
                call.Compile(parts[0]), call.Compile(parts[1]));
        });
    }

    // Null and missing do not count.
    static FilterValue Sorted(FilterRun run, in FilterValue list, int sign)
    {
        var items = run.Items(list);
        var chunk = run.TakeValues(items.Length, out var start);
        var count = 0;
        foreach (ref readonly var item in items)
        {
            if (!item.IsNullish)
                chunk[start + count++] = item;
        }

        run.Spend(16 * count);
        chunk.AsSpan(start, count).Sort((left, right) => ValueOrder.Compare(left, right) * sign);
        return FilterValue.List(chunk, start, count);
    }
}
