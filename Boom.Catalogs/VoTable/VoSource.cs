namespace Boom.Catalogs.VoTable;

/// <summary>VOTables, plain or gzipped.</summary>
sealed class VoSource : FileSource
{
    public VoSource(string root, IReadOnlyList<string> paths)
        : base("VOTable", root, paths)
        => ReadColumns();

    protected override TableFile Open(string path) => new VoFile(path, NameOf(path));
}
