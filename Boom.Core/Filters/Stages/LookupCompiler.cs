using System.Text;
using Boom.Core.Bson;
using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Stages;

/// <summary>Compiles <c>$lookup</c>, which only tools may use: filters get their partners through the wrapping.</summary>
static class LookupCompiler
{
    public static Stage Compile(StageCall call, in FilterValue argument)
    {
        var parts = new Dictionary<string, FilterValue>(StringComparer.Ordinal);
        if (argument.Type == BsonType.Document)
        {
            var walker = new ElementWalker(argument);
            while (walker.Next())
                parts[Encoding.UTF8.GetString(walker.Name)] = walker.Value;
        }

        var from = Text("from");
        var @as = call.Context.Names(FieldPaths.Names(Text("as"), "as", call.Place));
        if (parts.Keys.FirstOrDefault(name => name is not ("from" or "as" or "localField" or "foreignField" or "let" or "pipeline")) is { } other)
            throw call.Place.Fault($"it does not know {other}");
        var isEqual = parts.ContainsKey("localField") || parts.ContainsKey("foreignField");
        var local = isEqual ? call.Context.Names(Text("localField").Split('.')) : null;
        var foreign = isEqual ? call.Context.Names(Text("foreignField").Split('.')) : null;
        if (!isEqual && !parts.ContainsKey("pipeline"))
            throw call.Place.Fault("it needs localField and foreignField, or a pipeline");
        var (variables, stages) = Inner(call, parts);
        call.Context.Shape = call.Context.Shape.Without([@as[0].Text]);
        return new LookupStage(call.Place, from, @as, local, foreign, call.Scope.Count, variables, stages);

        string Text(string name) => parts.TryGetValue(name, out var value) && value is { Type: BsonType.String, Count: > 5 }
            ? Encoding.UTF8.GetString(value.AsUtf8())
            : throw call.Place.Fault($"it needs {name} as text");
    }

    static (Expression[] Variables, Stage[]? Stages) Inner(StageCall call, Dictionary<string, FilterValue> parts)
    {
        if (!parts.TryGetValue("pipeline", out var pipeline))
            return ([], null);
        var scope = call.Scope;
        var variables = new List<Expression>();
        if (parts.TryGetValue("let", out var let))
        {
            if (let.Type != BsonType.Document)
                throw call.Place.Fault("it takes an object as let");
            var walker = new ElementWalker(let);
            while (walker.Next())
            {
                var name = Encoding.UTF8.GetString(walker.Name);
                variables.Add(call.Expressions.Compile(walker.Value, call.Place.At(name), call.Scope));
                scope = scope.With(name);
            }
        }

        var shape = call.Context.Shape;
        call.Context.Shape = InputShape.None;
        var stages = call.Pipeline.Stages(pipeline, scope);
        call.Context.Shape = shape;
        return ([.. variables], stages);
    }
}

/// <summary><c>$lookup</c> by equality, by a pipeline, or by both.</summary>
sealed class LookupStage(
    Place place, string from, FieldName[] @as, FieldName[]? local, FieldName[]? foreign, int firstVariable, Expression[] variables, Stage[]? stages)
    : SetStage(place)
{
    public override void ApplyAll(FilterRun run, List<FilterValue> documents)
    {
        var collection = run.Collections?.Invoke(from) ?? [];
        for (var i = 0; i < documents.Count; i++)
        {
            run.Document = documents[i];
            var found = new List<FilterValue>();
            var wanted = local is null ? default : Follow(run, documents[i], local, 0);
            foreach (var candidate in collection)
            {
                run.Spend(1);
                if (foreign is null || Equal(run, wanted, Follow(run, candidate, foreign, 0)))
                    found.Add(candidate);
            }

            for (var j = 0; j < variables.Length; j++)
                run.Variables[firstVariable + j] = variables[j].Evaluate(run);
            foreach (var stage in stages ?? [])
                stage.ApplyAll(run, found);
            var chunk = run.TakeValues(found.Count, out var start);
            found.CopyTo(chunk, start);
            documents[i] = Put(run, documents[i], FilterValue.List(chunk, start, found.Count));
        }
    }

    FilterValue Put(FilterRun run, in FilterValue document, in FilterValue list)
    {
        var value = list;
        for (var i = @as.Length - 1; i > 0; i--)
        {
            var inner = new FieldBuilder(run, 1);
            inner.Add(new(@as[i], value));
            value = inner.Complete();
        }

        var builder = new FieldBuilder(run, Documents.Count(document) + 1);
        var cursor = new FieldCursor(document);
        while (cursor.Next())
            builder.Add(cursor.Field);
        builder.Set(new(@as[0], value));
        return builder.Complete();
    }

    // A part that is a number is the index of an array here.
    static FilterValue Follow(FilterRun run, in FilterValue value, FieldName[] parts, int part)
    {
        if (part == parts.Length)
            return value;
        if (value.Type == BsonType.Document)
            return Follow(run, Documents.Find(value, parts[part]), parts, part + 1);
        if (value.Type != BsonType.Array)
            return default;
        var items = run.Items(value);
        if (int.TryParse(parts[part].Text, out var index))
            return index >= 0 && index < items.Length ? Follow(run, items[index], parts, part + 1) : default;
        return Paths.Follow(run, value, parts, part);
    }

    static bool Equal(FilterRun run, in FilterValue local, in FilterValue foreign)
    {
        if (local.Type != BsonType.Array)
            return Holds(run, foreign, local);
        foreach (ref readonly var item in run.Items(local))
        {
            if (Holds(run, foreign, item))
                return true;
        }

        return false;
    }

    static bool Holds(FilterRun run, in FilterValue value, in FilterValue wanted)
    {
        if (wanted.IsNullish && value.IsNullish)
            return true;
        if (value.Type == BsonType.Array)
        {
            foreach (ref readonly var item in run.Items(value))
            {
                if (ValueOrder.Compare(item, wanted.IsMissing ? FilterValue.Null : wanted) == 0)
                    return true;
            }
        }

        return !value.IsMissing && !wanted.IsMissing && ValueOrder.Compare(value, wanted) == 0;
    }
}
