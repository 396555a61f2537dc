namespace Boom.Catalogs.Parquet;

/// <summary>Parquet files.</summary>
sealed class ParquetSource : FileSource
{
    readonly bool _isHats;

    /// <param name="isHats">Whether the files are those of a HATS folder, with columns of its layout.</param>
    public ParquetSource(string root, IReadOnlyList<string> paths, bool isHats)
        : base(isHats ? "HATS file" : "Parquet file", root, paths)
    {
        _isHats = isHats;
        ReadColumns();
    }

    protected override TableFile Open(string path) => new ParquetFile(path, NameOf(path), _isHats);
}
