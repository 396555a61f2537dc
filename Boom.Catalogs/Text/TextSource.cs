using Boom.Core.Catalogs;

namespace Boom.Catalogs.Text;

/// <summary>Text tables: CSV, TSV, ECSV, plain or gzipped.</summary>
sealed class TextSource : FileSource
{
    /// <summary>Rows of the first file from which types are inferred at first.</summary>
    const int SampleRows = 10_000;

    readonly CatalogOptions _options;
    readonly TextTypes _types = new();
    bool _isLooking;

    public TextSource(string kind, string root, IReadOnlyList<string> paths, CatalogOptions options)
        : base(kind, root, paths)
    {
        _options = options;
        ReadColumns();
        using var first = (TextFile)Open(paths[0]);
        for (var i = 0; i < first.Columns.Count; i++)
            _types.Add(first.Declared?[i] is { IsOpen: false } declared ? declared.Column.Type : null);
        first.Sample(SampleRows, new NullMarkers(options.NullMarkers));
        TakeTypes();
    }

    public override void Begin(ColumnPlan plan)
    {
        base.Begin(plan);
        _isLooking = false;
    }

    public override CatalogRead Read(CatalogRow row)
    {
        var read = base.Read(row);
        _isLooking |= read == CatalogRead.Looking;
        if (read != CatalogRead.End || !_isLooking)
            return read;
        TakeTypes();
        return CatalogRead.Retyped;
    }

    protected override TableFile Open(string path) => new TextFile(path, NameOf(path), _options, _types);

    // A column without values has no type of its own.
    void TakeTypes()
    {
        _types.Settle();
        Columns = [.. Columns.Select((column, i) => column with { Type = _types[i] ?? SkyColumnType.String })];
    }
}
