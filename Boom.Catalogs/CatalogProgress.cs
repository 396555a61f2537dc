namespace Boom.Catalogs;

/// <summary>How far an import is.</summary>
/// <param name="Phase">What is done.</param>
/// <param name="Rows">Rows read in this phase.</param>
/// <param name="ReadBytes">Bytes read in this phase, as they are stored.</param>
/// <param name="TotalBytes">Bytes of the source; null when they are not known.</param>
/// <param name="RowsPerSecond">Mean rate of this phase; 0 before the first moment.</param>
/// <param name="Fraction">Share of this phase that is done, 0 to 1; null when it is not known.</param>
public readonly record struct CatalogProgress(
    CatalogPhase Phase, long Rows, long ReadBytes, long? TotalBytes, double RowsPerSecond, double? Fraction);

/// <summary>Phases of an import.</summary>
public enum CatalogPhase
{
    /// <summary>Rows are read and sorted.</summary>
    Reading,

    /// <summary>A value did not fit its column: the rest is looked through for types, then reading begins anew.</summary>
    Looking,

    /// <summary>The table is written.</summary>
    Writing,
}
