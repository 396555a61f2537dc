using Boom.Catalogs.Positions;
using Boom.Core.Catalogs;

namespace Boom.Catalogs;

/// <summary>What is wanted of the rows of a source: positions, columns of the table, what the condition reads. Indices are those of the source's columns.</summary>
public sealed class ColumnPlan
{
    readonly int[] _targets;
    readonly int[] _whereSlots;
    readonly string[] _names;

    internal ColumnPlan(
        ICatalogSource source, PositionColumns position, IReadOnlyList<int> targets, IReadOnlyList<SkyColumn> table, RowCondition? condition, NullMarkers markers)
    {
        Position = position;
        Table = table;
        Condition = condition;
        Markers = markers;
        _targets = [.. targets];
        _names = [.. source.Columns.Select(column => column.Name)];
        _whereSlots = new int[source.Columns.Count];
        for (var i = 0; i < _whereSlots.Length; i++)
            _whereSlots[i] = condition?.SlotOf(i) ?? -1;
    }

    /// <summary>Columns of the table.</summary>
    public IReadOnlyList<SkyColumn> Table { get; }

    internal PositionColumns Position { get; }

    internal RowCondition? Condition { get; }

    internal NullMarkers Markers { get; }

    /// <summary>Whether the values of a column are wanted at all.</summary>
    public bool Wants(int column) => IsPosition(column) || _targets[column] >= 0 || _whereSlots[column] >= 0;

    /// <summary>Whether a column is a coordinate; of a text table its text is wanted as it is.</summary>
    public bool IsPosition(int column) => column == Position.Ra || column == Position.Dec;

    /// <summary>Name of a column, as the source has it.</summary>
    public string NameOf(int column) => _names[column];

    internal int TargetOf(int column) => _targets[column];

    internal int WhereSlotOf(int column) => _whereSlots[column];
}
