using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Expressions;

/// <summary>What the compilers of one pipeline share: the plan, what is left of the input document, and the counts that are limited.</summary>
sealed class CompileContext(FilterPlan plan)
{
    int _nodes;
    int _indexed;

    public FilterPlan Plan => plan;

    /// <summary>Where constants are computed.</summary>
    public FilterRun Constants { get; } = new();

    /// <summary>Steps that all constants together may still take; what is left over is computed when the filter runs.</summary>
    public int ConstantSteps { get; set; } = FilterLimits.Steps;

    /// <summary>Elements that the arrays of all constants together may still have.</summary>
    public int ConstantItems { get; set; } = FilterLimits.ConstantItems;

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

    /// <summary>Where a path is found without walking the document, which may be another than the input by now.</summary>
    public PathPlace PlaceOf(ReadOnlySpan<string> parts)
    {
        if (Shape.TryPlace(parts, out var placed, out var depth))
            return new(placed, depth);
        if (!Shape.Holds(parts) || ++_indexed > FilterLimits.IndexedPaths)
            return PathPlace.None;
        var names = new FieldName[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            names[i] = plan.Name(parts[i]);
        return new(plan.Slot(names), parts.Length);
    }
}
