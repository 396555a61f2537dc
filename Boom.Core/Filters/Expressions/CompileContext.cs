using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Expressions;

/// <summary>What the compilers of one pipeline share: the plan, what is left of the input document, and the counts that are limited.</summary>
sealed class CompileContext(FilterPlan plan)
{
    int _nodes;

    public FilterPlan Plan => plan;

    /// <summary>Where constants are computed.</summary>
    public FilterRun Constants { get; } = new();

    /// <summary>How many variables a run needs.</summary>
    public int Variables { get; private set; }

    /// <summary>What of the document that entered the pipeline is still as it was, before the stage that is being compiled.</summary>
    public InputShape Shape { get; set; } = InputShape.Whole;

    public void Use(ExpressionScope scope) => Variables = Math.Max(Variables, scope.Count);

    public void CountNode(Place place)
    {
        if (++_nodes > FilterLimits.Nodes)
            throw place.Fault($"a pipeline has at most {FilterLimits.Nodes} operators, values and paths");
    }

    public FieldName[] Names(ReadOnlySpan<string> parts)
    {
        var names = new FieldName[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            names[i] = plan.Name(parts[i]);
        // Beyond a series its points are asked for by name.
        for (var i = 1; i < names.Length; i++)
        {
            if (Inputs.SeriesNames.IsOne(names[i - 1].Text))
                plan.AddColumn(names[i]);
        }

        return names;
    }

    /// <summary>The place of a path in the index of the input document; −1 when it may be another document by now.</summary>
    public int SlotOf(ReadOnlySpan<string> parts)
    {
        if (!Shape.Holds(parts))
            return -1;
        var names = new FieldName[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            names[i] = plan.Name(parts[i]);
        return plan.Slot(names);
    }
}
