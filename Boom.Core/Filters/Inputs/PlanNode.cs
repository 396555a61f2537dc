using Boom.Core.Filters.Values;

namespace Boom.Core.Filters;

/// <summary>A part of a path while paths are collected.</summary>
sealed class PlanNode
{
    public Dictionary<FieldName, PlanNode> Children { get; } = [];

    /// <summary>−1 where no path ends.</summary>
    public int Slot { get; set; } = -1;
}

/// <summary>A part of a path, ready to be found by its bytes.</summary>
sealed class PlanBranch(int slot, NameTable names, PlanBranch[] children)
{
    public int Slot => slot;

    public NameTable Names => names;

    public PlanBranch[] Children => children;

    public static PlanBranch Of(PlanNode node) => new(
        node.Slot,
        new([.. node.Children.Keys.Select(name => name.Utf8)]),
        [.. node.Children.Values.Select(Of)]);
}

/// <summary>A plan as it was at one moment.</summary>
/// <param name="Root">The paths.</param>
/// <param name="Columns">The fields of points.</param>
/// <param name="Slots">How many places an index has.</param>
/// <param name="Extras">What is looked for beside the alert.</param>
sealed record PlanSnapshot(PlanBranch Root, NameTable Columns, int Slots, InputRequest[] Extras);
