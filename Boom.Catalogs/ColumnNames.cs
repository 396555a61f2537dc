using System.Text;
using Boom.Core.Text;

namespace Boom.Catalogs;

/// <summary>Names of columns: as users give them, and as tables can have them.</summary>
static class ColumnNames
{
    const int MostListed = 30;
    const int MostBytes = 200;

    /// <summary>Index of a column: by its exact name, else by the only one that differs in case.</summary>
    /// <exception cref="CatalogException">There is none, or it could be several.</exception>
    public static int Find(string source, IReadOnlyList<CatalogColumn> columns, string name, string option)
    {
        var found = -1;
        var count = 0;
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Name == name)
                return i;
            if (!string.Equals(columns[i].Name, name, StringComparison.OrdinalIgnoreCase))
                continue;
            found = i;
            count++;
        }

        return count switch
        {
            1 => found,
            0 => throw new CatalogException($"{source}: there is no column '{VisibleText.Of(name)}' (--{option}). {List(columns)}"),
            _ => throw new CatalogException($"{source}: '{VisibleText.Of(name)}' (--{option}) may be several columns that differ in case: write it as the source does."),
        };
    }

    /// <summary>A sentence with the names of the columns.</summary>
    public static string List(IReadOnlyList<CatalogColumn> columns)
    {
        if (columns.Count == 0)
            return "It has no column that can be read.";
        var names = string.Join(", ", columns.Take(MostListed).Select(column => VisibleText.Of(Shortened(column.Name))));
        return columns.Count > MostListed
            ? $"Its columns are {names} and {columns.Count - MostListed} more."
            : $"Its columns are {names}.";
    }

    /// <summary>
    /// The mended name of a column in the table: conditions and projections read a dot as a way into a document, and a dollar at the front as an operator, so these
    /// become underscores, as do control characters; no name becomes <c>column_3</c>; a name that is taken gets a number, as do <c>ra</c> and <c>dec</c>.
    /// </summary>
    public static string InTable(string name, int index, HashSet<string> taken)
    {
        var plain = string.Concat(name.Trim().Select(c => IsPlain(c) ? c : '_'));
        if (plain.Length == 0)
            plain = $"column_{index + 1}";
        while (Encoding.UTF8.GetByteCount(plain) > MostBytes)
            plain = plain[..^1];
        var result = plain;
        for (var number = 2; result is "ra" or "dec" || !taken.Add(result); number++)
            result = $"{plain}_{number}";
        return result;
    }

    /// <summary>Whether a table can have the name as it is.</summary>
    public static bool IsPlain(string name) =>
        name.Length > 0 && name is not ("ra" or "dec") && name == name.Trim() && name.All(IsPlain) && Encoding.UTF8.GetByteCount(name) <= MostBytes;

    static bool IsPlain(char c) => c is not ('.' or '$') && !char.IsControl(c) && !char.IsSurrogate(c);

    static string Shortened(string name) => name.Length > 60 ? name[..60] + "…" : name;
}
