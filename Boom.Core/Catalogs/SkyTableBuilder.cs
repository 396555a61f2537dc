namespace Boom.Core.Catalogs;

/// <summary>Builds a sky table from rows in any order.</summary>
public sealed class SkyTableBuilder : IDisposable
{
    public SkyTableBuilder(SkyTableDescription description, IReadOnlyList<SkyColumn> columns, SkyTableBuilderOptions options)
    {
        description.Validate(columns);
        ArgumentNullException.ThrowIfNull(options);
    }

    /// <summary>Rows added so far.</summary>
    public long RowCount { get; private set; }

    /// <summary>Adds a row.</summary>
    public void Add(SkyRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        RowCount++;
    }

    /// <summary>Merges, writes beside <paramref name="path"/>, flushes to disk, verifies, moves into place.</summary>
    public SkyTableHeader Complete(string path, IProgress<double>? progress, CancellationToken cancellationToken)
        => throw new NotSupportedException($"{RowCount} rows");

    public void Dispose()
    {
    }
}
