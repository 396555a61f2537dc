namespace Boom.Catalogs;

/// <summary>One file of a catalogue.</summary>
abstract class TableFile : IDisposable
{
    /// <summary>Its columns; the values of a text table have no type of the file.</summary>
    public abstract IReadOnlyList<CatalogColumn> Columns { get; }

    /// <summary>Columns that cannot be brought in.</summary>
    public virtual IReadOnlyList<SkippedColumn> Skipped => [];

    /// <summary>What the file says of its rows once all have been read; null when nothing.</summary>
    public virtual string? Warning => null;

    /// <summary>Memory that reading takes, in bytes; 0 for little.</summary>
    public virtual long WorkingBytes => 0;

    /// <summary>Bytes read, as they are stored.</summary>
    public abstract long ReadBytes { get; }

    /// <summary>Place of the row that was read last: <c>line 17</c>, <c>row 3</c>.</summary>
    public abstract string Place { get; }

    /// <summary>Begins with the first row.</summary>
    /// <param name="map">For each column of the file the one of the catalogue; -1 for those not wanted.</param>
    public abstract void Begin(int[] map, ColumnPlan plan);

    /// <summary>Reads the next row.</summary>
    public abstract CatalogRead Read(CatalogRow row);

    public abstract void Dispose();
}
