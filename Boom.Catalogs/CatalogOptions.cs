namespace Boom.Catalogs;

/// <summary>How a catalogue is brought in. All but the source has a default.</summary>
public sealed record CatalogOptions
{
    /// <summary>Memory of the sort by default: 256 MiB.</summary>
    public const long DefaultMemoryBytes = 256L << 20;

    /// <summary>Name of the table: letters, digits, <c>_</c> and <c>-</c>, at most 100. Null: from the name of the file, folder or collection.</summary>
    public string? Name { get; init; }

    /// <summary>Column of the right ascension. Null: recognised.</summary>
    public string? RaColumn { get; init; }

    /// <summary>Column of the declination. Null: recognised.</summary>
    public string? DecColumn { get; init; }

    /// <summary>Columns to keep, in this order. Null: all that can be kept.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>
    /// Version of the table, free text; another one than that of the table in its place, as objects tell by it what they were matched with. Null: the UTC date,
    /// <c>2026-03-01</c>; of a second table that day, <c>2026-03-01.2</c>.
    /// </summary>
    public string? Version { get; init; }

    /// <summary>Rows to keep, in the match language (docs/matching.md), as JSON. It may read columns that are not kept, and <c>ra</c> and <c>dec</c> in degrees.</summary>
    public string? Where { get; init; }

    /// <summary>
    /// What else stands for no value, beside what always does. A marker that is a number stands for every value equal to it, in columns of numbers;
    /// in columns of text a marker stands for that text.
    /// </summary>
    public IReadOnlyList<string> NullMarkers { get; init; } = [];

    /// <summary>What else the table says of itself, e.g. owner and radius of a watch list.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>Column that identifies a row. Null: none, but <c>_id</c> of a collection.</summary>
    public string? IdColumn { get; init; }

    /// <summary>Separator of a text table: comma, semicolon, bar, tab or blank. Null: guessed.</summary>
    public char? Separator { get; init; }

    /// <summary>Whether bytes of text tables that are not ASCII are Latin-1. Otherwise they must be UTF-8.</summary>
    public bool IsLatin1 { get; init; }

    /// <summary>Unit of a FITS file that holds the table, counted from 0, the primary one. Null: the first binary table.</summary>
    public int? Hdu { get; init; }

    /// <summary>Whether the first row that cannot be taken ends the import. Otherwise such rows are left out and counted.</summary>
    public bool Strict { get; init; }

    /// <summary>Memory of the sort, in bytes.</summary>
    public long MemoryBytes { get; init; } = DefaultMemoryBytes;
}
