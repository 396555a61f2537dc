using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Expressions;

/// <summary>A path of the document, which may have a place in the index.</summary>
sealed class DocumentPath(FieldName[] parts, PathPlace place) : Expression
{
    readonly int _slot = place.Slot;
    readonly int _rest = place.Depth < parts.Length ? place.Depth : 0;

    public override FilterValue Evaluate(FilterRun run)
    {
        if (_slot < 0 || !run.Index.TryGet(_slot, out var value))
            return Paths.Follow(run, run.Document, parts, 0);
        return _rest == 0 ? value : Paths.Follow(run, value, parts, _rest);
    }
}

/// <summary><c>$$ROOT</c>.</summary>
sealed class DocumentExpression : Expression
{
    public override FilterValue Evaluate(FilterRun run) => run.Document;
}

/// <summary><c>$$NOW</c>.</summary>
sealed class NowExpression : Expression
{
    public override FilterValue Evaluate(FilterRun run) => FilterValue.Date(run.NowUnixMilliseconds);
}

/// <summary>A variable, such as <c>$$this</c>.</summary>
sealed class VariableExpression(int variable) : Expression
{
    public int Variable => variable;

    public override FilterValue Evaluate(FilterRun run) => run.Variables[variable];
}

/// <summary>A path from a variable, such as <c>$$this.jd</c>.</summary>
sealed class VariablePath(int variable, FieldName[] parts) : Expression
{
    readonly FieldName? _only = parts.Length == 1 ? parts[0] : null;

    public int Variable => variable;

    public override FilterValue Evaluate(FilterRun run)
    {
        ref readonly var value = ref run.Variables[variable];
        return _only is not null && value.Form == ValueForm.Row
            ? value.Table.Find(value.RowNumber, _only)
            : Paths.Follow(run, value, parts, 0);
    }
}
