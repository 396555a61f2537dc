using System.Text;

namespace Boom.Core.Catalogs;

/// <summary>What a sky table is.</summary>
/// <param name="Name">Name of the catalogue, e.g. <c>Gaia_DR3</c>: letters, digits, <c>_</c> and <c>-</c>, at most 100 of them. It is part of paths in documents, so it has no dot.</param>
/// <param name="Version">Version of the content as people say it, at most 100 characters.</param>
/// <param name="Source">Where the rows came from: a file, a folder, an address.</param>
/// <param name="CreatedAt">When the table was built.</param>
public sealed record SkyTableDescription(string Name, string Version, string Source, DateTimeOffset CreatedAt)
{
    /// <summary>Longest name and longest version.</summary>
    public const int MaxNameLength = 100;

    /// <summary>Name of the column that identifies a row, or null.</summary>
    public string? IdColumn { get; init; }

    /// <summary>What else is to be said, e.g. owner and radius of a watch list. Keys and values are free text.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether a table may have this name.</summary>
    public static bool IsValidName(string name)
    {
        if (name.Length is 0 or > MaxNameLength)
            return false;
        foreach (var letter in name)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '-'))
                return false;
        }

        return true;
    }

    /// <summary>Refuses what cannot stand in a file, with <see cref="SkyTableException"/>.</summary>
    internal void Validate(IReadOnlyList<SkyColumn> columns)
    {
        if (!IsValidName(Name))
        {
            throw new SkyTableException(
                $"'{Name}' is no name of a table: letters, digits, '_' and '-' make one, at most {MaxNameLength} of them.");
        }

        if (Version.Length > MaxNameLength)
            throw new SkyTableException($"The version of table {Name} has {Version.Length} characters; at most {MaxNameLength} are allowed.");
        if (columns.Count > SkyTableFormat.MaxColumns)
            throw new SkyTableException($"Table {Name} has {columns.Count} columns; at most {SkyTableFormat.MaxColumns} are allowed: name those to keep.");
        var names = new HashSet<string>(StringComparer.Ordinal) { SkyTableFormat.RaName, SkyTableFormat.DecName };
        foreach (var column in columns)
        {
            if (column.Name.Length == 0 || Encoding.UTF8.GetByteCount(column.Name) > SkyTableFormat.MaxColumnNameBytes)
                throw new SkyTableException($"Table {Name}: a column's name has 1 to {SkyTableFormat.MaxColumnNameBytes} bytes; '{column.Name}' has not.");
            if (!names.Add(column.Name))
                throw new SkyTableException($"Table {Name} has a second column '{column.Name}'; rename it or leave it out.");
            if (!Enum.IsDefined(column.Type))
                throw new SkyTableException($"Table {Name}: column '{column.Name}' has the unknown type {column.Type}.");
        }

        if (IdColumn is not null && !names.Contains(IdColumn))
            throw new SkyTableException($"Table {Name} has no column '{IdColumn}' that could identify its rows.");
    }
}
