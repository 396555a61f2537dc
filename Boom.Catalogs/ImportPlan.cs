using Boom.Catalogs.Positions;
using Boom.Core.Catalogs;
using Boom.Core.Matching;
using Boom.Core.Text;

namespace Boom.Catalogs;

/// <summary>What an import makes of the columns of a source: the plan of its rows, and what the user is told.</summary>
sealed class ImportPlan : IDisposable
{
    ImportPlan(ColumnPlan columns, RowCondition? condition, string? idColumn, List<string> renamed)
        => (Columns, Condition, IdColumn, Renamed) = (columns, condition, idColumn, renamed);

    public ColumnPlan Columns { get; }

    public RowCondition? Condition { get; }

    /// <summary>Column of the table that identifies a row.</summary>
    public string? IdColumn { get; }

    /// <summary>Sentences on columns that have another name in the table.</summary>
    public IReadOnlyList<string> Renamed { get; }

    /// <summary>Makes it.</summary>
    /// <exception cref="CatalogException">The options do not fit the source.</exception>
    public static ImportPlan Of(ICatalogSource source, CatalogOptions options)
    {
        var position = PositionColumns.Find(source.Description, source.Columns, options.RaColumn, options.DecColumn);
        var names = TableNames(source.Columns, position);
        var kept = Kept(source, options, position);
        var id = IdOf(source, options, position, kept);
        var targets = new int[source.Columns.Count];
        Array.Fill(targets, -1);
        var table = new List<SkyColumn>(kept.Count);
        var renamed = new List<string>();
        foreach (var column in kept)
        {
            var (name, type, unit, description) = source.Columns[column];
            targets[column] = table.Count;
            table.Add(new SkyColumn(names[column]!, type, unit, description));
            if (names[column] != name)
                renamed.Add($"Column '{VisibleText.Of(name)}' is named '{names[column]}' in the table.");
        }

        var condition = Compile(options.Where, names);
        return new(
            new ColumnPlan(source, position, targets, table, condition, new NullMarkers(options.NullMarkers)), condition, id >= 0 ? names[id] : null, renamed);
    }

    public void Dispose() => Condition?.Dispose();

    // Names do not depend on which columns are kept. Those of the positions are ra and dec.
    static string?[] TableNames(IReadOnlyList<CatalogColumn> columns, PositionColumns position)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);

        // A name that is fine as it is goes before one that has to be mended.
        foreach (var column in columns)
        {
            if (ColumnNames.IsPlain(column.Name))
                taken.Add(column.Name);
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var names = new string?[columns.Count];
        for (var i = 0; i < names.Length; i++)
        {
            if (i == position.Ra || i == position.Dec)
                continue;
            names[i] = ColumnNames.IsPlain(columns[i].Name) && seen.Add(columns[i].Name)
                ? columns[i].Name
                : ColumnNames.InTable(columns[i].Name, i, taken);
        }

        return names;
    }

    static List<int> Kept(ICatalogSource source, CatalogOptions options, PositionColumns position)
    {
        var kept = new List<int>();
        if (options.Columns is null)
        {
            kept.AddRange(Enumerable.Range(0, source.Columns.Count).Where(i => i != position.Ra && i != position.Dec));
            return kept;
        }

        foreach (var name in options.Columns)
        {
            if (source.Skipped.FirstOrDefault(skipped => skipped.Name == name) is { } skipped && !source.Columns.Any(column => column.Name == name))
                throw new CatalogException($"{source.Description}: column '{VisibleText.Of(name)}' (--columns) cannot be brought in: it is {skipped.Reason}.");

            // The positions are kept in any case.
            if (name is "ra" or "dec" && !source.Columns.Any(column => column.Name == name))
                continue;
            var column = ColumnNames.Find(source.Description, source.Columns, name, "columns");
            if (column != position.Ra && column != position.Dec && !kept.Contains(column))
                kept.Add(column);
        }

        return kept;
    }

    static int IdOf(ICatalogSource source, CatalogOptions options, PositionColumns position, List<int> kept)
    {
        if ((options.IdColumn ?? source.IdColumn) is not { } name)
            return -1;
        var id = ColumnNames.Find(source.Description, source.Columns, name, "id");
        if (id == position.Ra || id == position.Dec)
            throw new CatalogException($"{source.Description}: column '{VisibleText.Of(name)}' (--id) is a coordinate, which identifies no row.");
        if (!kept.Contains(id))
            kept.Insert(0, id);
        return id;
    }

    static RowCondition? Compile(string? where, string?[] names)
    {
        if (string.IsNullOrWhiteSpace(where))
            return null;
        try
        {
            return new RowCondition(MatchExpression.Parse(where), names);
        }
        catch (MatchException fault)
        {
            throw new CatalogException($"The condition (--where) cannot be used: {fault.Message}", fault);
        }
    }
}
