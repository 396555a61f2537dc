using System.Text;
using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Expressions;

/// <summary><c>$sortArray</c>, which keeps the order of equals.</summary>
static class SortOperators
{
    public static void AddTo(Dictionary<string, OperatorFactory> table)
    {
        table.Add("$sortArray", static (call, in argument) =>
        {
            var parts = call.Named(argument, ["input", "sortBy"], []);
            return new SortArrayExpression(call.Compile(parts[0]), SortKeys.Compile(parts[1], call.Compiler.Context, call.Fault));
        });
    }
}

/// <summary>What is sorted by: paths with their directions, or the elements themselves.</summary>
sealed class SortKeys
{
    readonly FieldName[][] _paths;
    readonly int[] _signs;

    SortKeys(FieldName[][] paths, int[] signs) => (_paths, _signs) = (paths, signs);

    /// <summary>How many keys there are.</summary>
    public int Count => _signs.Length;

    /// <summary>Whether elements are compared whole.</summary>
    public bool Whole => _paths.Length == 0;

    public static SortKeys Compile(in FilterValue sortBy, CompileContext context, Func<string, Exception> fault)
    {
        if (sortBy.IsNumber)
            return new([], [Sign(sortBy, fault)]);
        if (sortBy.Type != BsonType.Document)
            throw fault("takes 1, -1 or an object of paths with these to sort by");
        var paths = new List<FieldName[]>();
        var signs = new List<int>();
        var walker = new ElementWalker(sortBy);
        while (walker.Next())
        {
            var path = Encoding.UTF8.GetString(walker.Name).Split('.');
            if (path.Any(part => part.Length == 0 || part.StartsWith('$')))
                throw fault("takes paths without empty names and names that begin with $ to sort by");
            paths.Add(context.Names(path));
            context.Plan.AddColumn(paths[^1][0]);
            signs.Add(Sign(walker.Value, fault));
        }

        return paths.Count > 0 ? new([.. paths], [.. signs]) : throw fault("takes at least one path to sort by");
    }

    /// <summary>The keys of one element.</summary>
    public void Read(FilterRun run, in FilterValue item, Span<FilterValue> keys)
    {
        if (Whole)
        {
            keys[0] = item;
            return;
        }

        for (var i = 0; i < _paths.Length; i++)
            keys[i] = Key(run, Paths.Follow(run, item, _paths[i], 0), _signs[i]);
    }

    public int Compare(ReadOnlySpan<FilterValue> left, ReadOnlySpan<FilterValue> right)
    {
        for (var i = 0; i < _signs.Length; i++)
        {
            var order = ValueOrder.Compare(left[i], right[i]);
            if (order != 0)
                return order * _signs[i];
        }

        return 0;
    }

    // Of an array its smallest or largest element counts; missing sorts as null, and an empty array below it.
    static FilterValue Key(FilterRun run, in FilterValue value, int sign)
    {
        if (value.IsMissing)
            return FilterValue.Null;
        if (value.Type != BsonType.Array)
            return value;
        var found = default(FilterValue);
        foreach (ref readonly var item in run.Items(value))
        {
            if (found.IsMissing || ValueOrder.Compare(item, found) * sign < 0)
                found = item;
        }

        return found;
    }

    static int Sign(in FilterValue value, Func<string, Exception> fault)
        => Integers.TryInt32(value, out var sign) && sign is 1 or -1 ? sign : throw fault("takes 1 or -1 as direction");
}

sealed class SortArrayExpression(Expression input, SortKeys keys) : Expression
{
    public override IReadOnlyList<Expression> Operands => [input];

    public override FilterValue Evaluate(FilterRun run)
    {
        var array = input.Evaluate(run);
        if (array.Type != BsonType.Array)
            return array.IsNullish ? FilterValue.Null : array.IsUnknown ? run.Doubt() : throw Words.Takes("$sortArray", "an array as 'input'", array);
        var items = run.Items(array);
        return FilterValue.List(ValueSort.Sort(run, items, keys, out var start), start, items.Length);
    }
}
