namespace Boom.Catalogs.Fits;

/// <summary>Binary tables of FITS files, plain or gzipped.</summary>
sealed class FitsSource : FileSource
{
    readonly int? _hdu;

    public FitsSource(string root, IReadOnlyList<string> paths, int? hdu)
        : base("FITS file", root, paths)
    {
        _hdu = hdu;
        ReadColumns();
    }

    protected override TableFile Open(string path) => new FitsFile(path, NameOf(path), _hdu);
}
