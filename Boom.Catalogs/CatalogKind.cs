namespace Boom.Catalogs;

/// <summary>Kinds of files that catalogues come as.</summary>
public enum CatalogKind
{
    /// <summary>Text with separators: CSV, TSV, ECSV.</summary>
    Text,

    /// <summary>Apache Parquet.</summary>
    Parquet,

    /// <summary>FITS.</summary>
    Fits,

    /// <summary>VOTable.</summary>
    VoTable,
}
