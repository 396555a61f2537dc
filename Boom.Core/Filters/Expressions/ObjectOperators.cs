using System.Text;
using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Expressions;

/// <summary>Objects: <c>$literal</c>, <c>$mergeObjects</c>, <c>$objectToArray</c>, <c>$arrayToObject</c>, <c>$getField</c>.</summary>
static class ObjectOperators
{
    static readonly FieldName K = new("k");
    static readonly FieldName V = new("v");

    public static void AddTo(Dictionary<string, OperatorFactory> table)
    {
        table.Add("$literal", static (call, in argument) => new ConstantExpression(argument));
        table.Add("$mergeObjects", static (call, in argument) => new ManyOperandsExpression(Merge, call.Operands(argument, 0)));
        table.Add("$objectToArray", static (call, in argument) => new OneOperandExpression(ToArray, call.One(argument)));
        table.Add("$arrayToObject", static (call, in argument) => new OneOperandExpression(ToObject, call.One(argument)));
        table.Add("$getField", GetField);
    }

    static FilterValue Merge(FilterRun run, ReadOnlySpan<FilterValue> values)
    {
        var room = 0L;
        foreach (ref readonly var value in values)
        {
            if (value.Type == BsonType.Document)
                room += Documents.Count(value);
            else if (!value.IsNullish)
                throw Words.Takes("$mergeObjects", "objects", value);
        }

        var builder = new FieldBuilder(run, room);
        foreach (ref readonly var value in values)
        {
            if (value.IsNullish)
                continue;
            var cursor = new FieldCursor(value);
            while (cursor.Next())
            {
                run.Spend(builder.Count);
                builder.Set(cursor.Field);
            }
        }

        return builder.Complete();
    }

    static FilterValue ToArray(FilterRun run, in FilterValue value)
    {
        if (value.IsNullish)
            return FilterValue.Null;
        if (value.Type != BsonType.Document)
            throw Words.Takes("$objectToArray", "an object", value);
        var count = Documents.Count(value);
        var chunk = run.TakeValues(count, out var start);
        var cursor = new FieldCursor(value);
        for (var i = 0; cursor.Next(); i++)
        {
            var pair = run.TakeFields(2, out var at);
            pair[at] = new(K, run.Text(Encoding.UTF8.GetString(cursor.Name)));
            pair[at + 1] = new(V, cursor.Value);
            if (cursor.Value.IsUnknown)
                throw new UnknownValueException();
            chunk[start + i] = FilterValue.Fields(pair, at, 2);
        }

        return FilterValue.List(chunk, start, count);
    }

    static FilterValue ToObject(FilterRun run, in FilterValue value)
    {
        const string Wanted = "an array of pairs [name, value] or of objects with k and v";
        if (value.IsNullish)
            return FilterValue.Null;
        if (value.Type != BsonType.Array)
            throw Words.Takes("$arrayToObject", Wanted, value);
        var items = run.Items(value);
        var builder = new FieldBuilder(run, items.Length);
        foreach (ref readonly var item in items)
        {
            var (name, content) = (default(FilterValue), default(FilterValue));
            if (item.Type == BsonType.Array && FilterRun.Count(item) == 2)
            {
                var pair = run.Items(item);
                (name, content) = (pair[0], pair[1]);
            }
            else if (item.Type == BsonType.Document && Documents.Count(item) == 2)
            {
                (name, content) = (Documents.Find(item, K), Documents.Find(item, V));
            }

            if (name.Type != BsonType.String || content.IsMissing || name.AsUtf8().Contains((byte)0))
                throw Words.Takes("$arrayToObject", Wanted, item);
            run.Spend(builder.Count);
            builder.Set(new(name.Buffer, name.Start + 4, name.Count - 5, content));
        }

        return builder.Complete();
    }

    static FilterValue FieldOf(FilterRun run, in FilterValue name, in FilterValue value)
    {
        if (name.Type != BsonType.String)
            throw Words.Takes("$getField", "the name of a field as text", name);
        if (value.Type != BsonType.Document)
            return value.Type == BsonType.Null ? value : default;
        var cursor = new FieldCursor(value);
        while (cursor.Next())
        {
            if (cursor.Name.SequenceEqual(name.AsUtf8()))
                return cursor.Value;
        }

        return default;
    }

    static Expression GetField(OperatorCall call, in FilterValue argument)
    {
        var isNamed = argument.Type == BsonType.Document && !Documents.FindEncoded(argument, "field"u8).IsMissing;
        var parts = isNamed ? call.Named(argument, ["field"], ["input"]) : [argument, default];
        var name = call.Compile(parts[0]);
        var input = parts[1].IsMissing ? new DocumentExpression() : call.Compile(parts[1]);
        if (name is not ConstantExpression constant)
            return new TwoOperandsExpression(FieldOf, name, input);
        if (constant.Value.Type != BsonType.String)
            throw call.Fault("takes the name of a field as text");
        var field = call.Compiler.Context.Plan.Name(Encoding.UTF8.GetString(constant.Value.AsUtf8()));
        return new OneOperandExpression((FilterRun _, in FilterValue value) => value.Type == BsonType.Null ? value : Documents.Find(value, field), input);
    }
}
