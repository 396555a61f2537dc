namespace Boom.Catalogs;

/// <summary>A table on its way in: its columns, then its rows one after the other. One thread at a time.</summary>
public interface ICatalogSource : IDisposable
{
    /// <summary>What it is, for people: <c>CSV file ned.csv</c>. Never a password.</summary>
    string Description { get; }

    /// <summary>Columns that can be brought in. After <see cref="CatalogRead.Retyped"/> their types may be others, and columns may have been added at the end.</summary>
    IReadOnlyList<CatalogColumn> Columns { get; }

    /// <summary>Columns that cannot, and why.</summary>
    IReadOnlyList<SkippedColumn> Skipped { get; }

    /// <summary>What the source itself says of its rows once all have been read, one sentence each.</summary>
    IReadOnlyList<string> Warnings { get; }

    /// <summary>Column that identifies a row, if the source has one by its nature.</summary>
    string? IdColumn { get; }

    /// <summary>Bytes of the source as it is stored; null when they are not known.</summary>
    long? TotalBytes { get; }

    /// <summary>Bytes read since <see cref="Begin"/>, as they are stored.</summary>
    long ReadBytes { get; }

    /// <summary>Memory that reading takes by itself, in bytes: what the sort of the rows has less.</summary>
    long WorkingBytes { get; }

    /// <summary>Place of the row that was read last, for people: <c>line 17</c>, <c>row 3 of b.parquet</c>.</summary>
    string Place { get; }

    /// <summary>Begins (anew) with the first row.</summary>
    /// <param name="plan">What is wanted of each row.</param>
    void Begin(ColumnPlan plan);

    /// <summary>Reads the next row.</summary>
    /// <param name="row">Takes the values of the columns that are wanted; it has been cleared.</param>
    /// <exception cref="CatalogException">The source cannot be read any further.</exception>
    CatalogRead Read(CatalogRow row);
}

/// <summary>What came of reading a row.</summary>
public enum CatalogRead
{
    /// <summary>A row was read.</summary>
    Row,

    /// <summary>The row cannot be taken: <see cref="CatalogRow.Refusal"/>.</summary>
    Refused,

    /// <summary>A value did not fit the type of its column, and the rows are looked through for what does; go on.</summary>
    Looking,

    /// <summary>The types of columns have changed: begin anew.</summary>
    Retyped,

    /// <summary>There is no further row.</summary>
    End,
}
