using System.Text;
using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Expressions;

/// <summary>Operators with variables: <c>$let</c>, <c>$map</c>, <c>$filter</c>, <c>$reduce</c>.</summary>
static class IterationOperators
{
    public static void AddTo(Dictionary<string, OperatorFactory> table)
    {
        table.Add("$let", Let);
        table.Add("$map", static (call, in argument) =>
        {
            var parts = call.Named(argument, ["input", "in"], ["as"]);
            var inner = call.Scope.With(VariableName(call, parts[2]));
            return new MapExpression(call.Compile(parts[0]), inner.Count - 1, call.Compiler.Compile(parts[1], call.Place, inner));
        });
        table.Add("$filter", static (call, in argument) =>
        {
            var parts = call.Named(argument, ["input", "cond"], ["as", "limit"]);
            var inner = call.Scope.With(VariableName(call, parts[2]));
            return new FilterExpression(
                call.Compile(parts[0]), inner.Count - 1, call.Compiler.Compile(parts[1], call.Place, inner), parts[3].IsMissing ? null : call.Compile(parts[3]));
        });
        table.Add("$reduce", static (call, in argument) =>
        {
            var parts = call.Named(argument, ["input", "initialValue", "in"], []);
            var inner = call.Scope.With("this").With("value");
            return new ReduceExpression(call.Compile(parts[0]), call.Compile(parts[1]), inner.Count - 2, call.Compiler.Compile(parts[2], call.Place, inner));
        });
    }

    static Expression Let(OperatorCall call, in FilterValue argument)
    {
        var parts = call.Named(argument, ["vars", "in"], []);
        if (parts[0].Type != BsonType.Document)
            throw call.Fault("needs an object of 'vars'");
        var inner = call.Scope;
        var values = new List<Expression>();
        var scopes = new List<ExpressionScope>();
        // Numbers are given before the values are compiled, so that variables inside a value do not take the place of one that is set already.
        var reserved = call.Scope;
        for (var i = Documents.Count(parts[0]); i > 0; i--)
            reserved = reserved.With("");
        var walker = new ElementWalker(parts[0]);
        while (walker.Next())
        {
            var name = Checked(call, Encoding.UTF8.GetString(walker.Name), allowsCurrent: true);
            values.Add(call.Compiler.Compile(walker.Value, call.Place.At(name), reserved));
            inner = inner.With(name);
            scopes.Add(inner);
        }

        var body = call.Compiler.Compile(parts[1], call.Place, inner);
        return new LetExpression([.. values], [.. scopes.Select(scope => scope.IsUsed)], call.Scope.Count, body);
    }

    static string VariableName(OperatorCall call, in FilterValue name)
    {
        if (name.IsMissing)
            return "this";
        return name.Type == BsonType.String ? Checked(call, Encoding.UTF8.GetString(name.AsUtf8()), allowsCurrent: true) : throw call.Fault("takes text as 'as'");
    }

    static string Checked(OperatorCall call, string name, bool allowsCurrent)
    {
        if (name == "CURRENT" && allowsCurrent)
            return name;
        var starts = name.Length > 0 && (char.IsAsciiLetterLower(name[0]) || name[0] > '\x7F');
        return starts && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_' || letter > '\x7F')
            ? name
            : throw call.Fault($"takes names of variables that begin with a small letter and have letters, digits and _, not '{name}'");
    }
}

/// <summary><c>$let</c>; a variable that nothing asks for is not computed.</summary>
sealed class LetExpression(Expression[] values, bool[] used, int first, Expression body) : Expression
{
    public override IReadOnlyList<Expression> Operands => [.. values, body];

    public override FilterValue Evaluate(FilterRun run)
    {
        Set(run);
        return body.Evaluate(run);
    }

    public override Truth Test(FilterRun run)
    {
        Set(run);
        return body.Test(run);
    }

    void Set(FilterRun run)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (used[i])
                run.Variables[first + i] = values[i].Evaluate(run);
        }
    }
}

sealed class MapExpression(Expression input, int variable, Expression body) : Expression
{
    readonly int _cost = 1 + body.Size;

    public override IReadOnlyList<Expression> Operands => [input, body];

    public override FilterValue Evaluate(FilterRun run)
    {
        var array = input.Evaluate(run);
        if (array.Type != BsonType.Array)
            return array.IsNullish ? FilterValue.Null : array.IsUnknown ? run.Doubt() : throw Words.Takes("$map", "an array as 'input'", array);
        var items = run.Items(array);
        var chunk = run.TakeValues(items.Length, out var start);
        for (var i = 0; i < items.Length; i++)
        {
            run.Spend(_cost);
            run.Variables[variable] = items[i];
            var value = body.Evaluate(run);
            if (value.IsUnknown)
                return value;
            chunk[start + i] = value.IsMissing ? FilterValue.Null : value;
        }

        return FilterValue.List(chunk, start, items.Length);
    }

    /// <summary>Whether the body holds for some element, or for all, without making the array. An error in any element is met.</summary>
    public Truth Elements(FilterRun run, string name, Truth wanted)
    {
        var array = input.Evaluate(run);
        if (array.IsUnknown)
            return run.Doubt().Truth;
        if (array.Type != BsonType.Array)
            throw array.IsNullish ? Words.Takes(name, "an array", FilterValue.Null) : Words.Takes("$map", "an array as 'input'", array);
        var answer = wanted == Truth.True ? Truth.False : Truth.True;
        foreach (ref readonly var item in run.Items(array))
        {
            run.Spend(_cost);
            run.Variables[variable] = item;
            var truth = body.Test(run);
            if (truth == wanted || (truth == Truth.Unknown && answer != wanted))
                answer = truth;
        }

        return answer;
    }
}

/// <summary><c>$anyElementTrue</c> or <c>$allElementsTrue</c> of a <c>$map</c>.</summary>
sealed class ElementsOfMapExpression(string name, Truth wanted, MapExpression map) : Expression
{
    public override IReadOnlyList<Expression> Operands => [map];

    public override FilterValue Evaluate(FilterRun run) => FilterValue.Of(Test(run));

    public override Truth Test(FilterRun run) => map.Elements(run, name, wanted);
}

sealed class FilterExpression(Expression input, int variable, Expression condition, Expression? limit) : Expression
{
    readonly int _cost = 1 + condition.Size;

    public override IReadOnlyList<Expression> Operands => limit is null ? [input, condition] : [input, condition, limit];

    public override FilterValue Evaluate(FilterRun run)
    {
        var array = input.Evaluate(run);
        if (array.Type != BsonType.Array)
            return array.IsNullish ? FilterValue.Null : array.IsUnknown ? run.Doubt() : throw Words.Takes("$filter", "an array as 'input'", array);
        var most = Limit(run);
        if (most < 0)
            return run.Doubt();
        var items = run.Items(array);
        var chunk = run.TakeValues(items.Length, out var start);
        var count = 0;
        foreach (ref readonly var item in items)
        {
            if (count == most)
                break;
            run.Spend(_cost);
            run.Variables[variable] = item;
            var truth = condition.Test(run);
            if (truth == Truth.Unknown)
                return FilterValue.Unknown;
            if (truth == Truth.True)
                chunk[start + count++] = item;
        }

        return run.List(chunk, start, items.Length, count);
    }

    int Limit(FilterRun run)
    {
        if (limit is null)
            return int.MaxValue;
        var value = limit.Evaluate(run);
        if (value.IsUnknown)
            return -1;
        if (value.IsNullish)
            return int.MaxValue;
        return Integers.TryInt32(value, out var most) && most > 0 ? most : throw new FilterEvaluationException("$filter takes a limit that is a whole number above 0");
    }
}

sealed class ReduceExpression(Expression input, Expression initial, int variable, Expression body) : Expression
{
    readonly int _cost = 1 + body.Size;

    public override IReadOnlyList<Expression> Operands => [input, initial, body];

    public override FilterValue Evaluate(FilterRun run)
    {
        var array = input.Evaluate(run);
        if (array.Type != BsonType.Array)
            return array.IsNullish ? FilterValue.Null : array.IsUnknown ? run.Doubt() : throw Words.Takes("$reduce", "an array as 'input'", array);
        var value = initial.Evaluate(run);
        foreach (ref readonly var item in run.Items(array))
        {
            run.Spend(_cost);
            run.Variables[variable] = item;
            run.Variables[variable + 1] = value;
            value = body.Evaluate(run);
        }

        return value;
    }
}
