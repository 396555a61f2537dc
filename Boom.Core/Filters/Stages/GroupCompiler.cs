using System.Text;
using Boom.Core.Bson;
using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Stages;

/// <summary>Compiles <c>$group</c>.</summary>
static class GroupCompiler
{
    static readonly string[] Accumulators = ["$sum", "$avg", "$min", "$max", "$first", "$last", "$push", "$addToSet", "$count"];

    public static Stage Compile(StageCall call, in FilterValue argument)
    {
        if (argument.Type != BsonType.Document)
            throw call.Place.Fault("it takes an object with _id and accumulators");
        Expression? key = null;
        var names = new List<FieldName>();
        var kinds = new List<string>();
        var values = new List<Expression>();
        var walker = new ElementWalker(argument);
        while (walker.Next())
        {
            var name = Encoding.UTF8.GetString(walker.Name);
            var place = call.Place.At(name);
            if (name == "_id")
            {
                key = call.Expressions.Compile(walker.Value, place, call.Scope);
                continue;
            }

            if (name.Length == 0 || name.StartsWith('$') || name.Contains('.', StringComparison.Ordinal))
                throw place.Fault("the name of a field has no dots and does not begin with $");
            var inner = walker.Value.Type == BsonType.Document ? new ElementWalker(walker.Value) : default;
            if (walker.Value.Type != BsonType.Document || Documents.Count(walker.Value) != 1 || !inner.Next())
                throw place.Fault("it takes an object with one accumulator");
            var kind = Encoding.UTF8.GetString(inner.Name);
            if (!Accumulators.Contains(kind))
                throw place.Fault($"{kind} is not an accumulator known here, which are {string.Join(", ", Accumulators)}");
            names.Add(call.Context.Plan.Name(name));
            kinds.Add(kind);
            values.Add(call.Expressions.Compile(inner.Value, place.At(kind), call.Scope));
        }

        call.Context.Shape = InputShape.None;
        return key is null ? throw call.Place.Fault("it needs an _id") : new GroupStage(call.Place, key, [.. names], [.. kinds], [.. values]);
    }
}

/// <summary><c>$group</c>. Groups come in the order of their first documents.</summary>
sealed class GroupStage(Place place, Expression key, FieldName[] names, string[] kinds, Expression[] values) : SetStage(place)
{
    static readonly FieldName Id = new("_id");

    public override void ApplyAll(FilterRun run, List<FilterValue> documents)
    {
        var keys = new List<FilterValue>();
        var members = new List<List<FilterValue>>();
        foreach (var document in documents)
        {
            run.Document = document;
            var value = key.Evaluate(run);
            value = value.IsMissing ? FilterValue.Null : value;
            run.Spend(keys.Count);
            var index = keys.FindIndex(known => ValueOrder.Compare(known, value) == 0);
            if (index < 0)
            {
                index = keys.Count;
                keys.Add(value);
                members.Add([]);
            }

            members[index].Add(document);
        }

        documents.Clear();
        for (var i = 0; i < keys.Count; i++)
            documents.Add(Group(run, keys[i], members[i]));
    }

    FilterValue Group(FilterRun run, in FilterValue id, List<FilterValue> members)
    {
        var builder = new FieldBuilder(run, names.Length + 1);
        builder.Add(new(Id, id));
        for (var i = 0; i < names.Length; i++)
        {
            var chunk = run.TakeValues(members.Count, out var start);
            for (var j = 0; j < members.Count; j++)
            {
                run.Document = members[j];
                chunk[start + j] = values[i].Evaluate(run);
            }

            builder.Add(new(names[i], Accumulate(run, kinds[i], chunk.AsSpan(start, members.Count))));
        }

        return builder.Complete();
    }

    static FilterValue Accumulate(FilterRun run, string kind, Span<FilterValue> items)
    {
        switch (kind)
        {
            case "$sum":
                return AccumulatingOperators.Sum(run, items);
            case "$avg":
                return AccumulatingOperators.Average(run, items);
            case "$min":
                return AccumulatingOperators.Extreme(items, -1);
            case "$max":
                return AccumulatingOperators.Extreme(items, 1);
            case "$count":
                return FilterValue.Of(items.Length);
            case "$first":
                return items[0].IsMissing ? FilterValue.Null : items[0];
            case "$last":
                return items[^1].IsMissing ? FilterValue.Null : items[^1];
        }

        var chunk = run.TakeValues(items.Length, out var start);
        var count = 0;
        foreach (ref readonly var item in items)
        {
            if (!item.IsMissing && (kind == "$push" || !Has(chunk.AsSpan(start, count), item)))
                chunk[start + count++] = item;
        }

        return FilterValue.List(chunk, start, count);
    }

    static bool Has(ReadOnlySpan<FilterValue> items, in FilterValue wanted)
    {
        foreach (ref readonly var item in items)
        {
            if (ValueOrder.Compare(item, wanted) == 0)
                return true;
        }

        return false;
    }
}
