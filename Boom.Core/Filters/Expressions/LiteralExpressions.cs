using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Expressions;

/// <summary>An array that is written out; a missing value becomes null.</summary>
sealed class ArrayExpression(Expression[] items) : Expression
{
    public override IReadOnlyList<Expression> Operands => items;

    public override FilterValue Evaluate(FilterRun run)
    {
        var chunk = run.TakeValues(items.Length, out var start);
        for (var i = 0; i < items.Length; i++)
        {
            var value = items[i].Evaluate(run);
            if (value.IsUnknown)
                return value;
            chunk[start + i] = value.IsMissing ? FilterValue.Null : value;
        }

        return FilterValue.List(chunk, start, items.Length);
    }
}

/// <summary>An object that is written out; a field whose value is missing is left out.</summary>
sealed class ObjectExpression(FieldName[] names, Expression[] values) : Expression
{
    public override IReadOnlyList<Expression> Operands => values;

    public FieldName[] Names => names;

    public override FilterValue Evaluate(FilterRun run)
    {
        var chunk = run.TakeFields(names.Length, out var start);
        var count = 0;
        for (var i = 0; i < names.Length; i++)
        {
            var value = values[i].Evaluate(run);
            if (!value.IsMissing)
                chunk[start + count++] = new(names[i], value);
        }

        return FilterValue.Fields(chunk, start, count);
    }
}
