namespace Boom.Core.Catalogs;

/// <summary>What stands in the header of a sky table.</summary>
/// <param name="Description">Name, version, source, time.</param>
/// <param name="Columns">The columns besides <c>ra</c> and <c>dec</c>.</param>
/// <param name="RowCount">Number of rows.</param>
/// <param name="FileBytes">Length of the file in bytes.</param>
/// <param name="Checksum">XXH3 of the header, which holds those of all sections: it tells one build of a table from every other.</param>
public sealed record SkyTableHeader(
    SkyTableDescription Description, IReadOnlyList<SkyColumn> Columns, long RowCount, long FileBytes, ulong Checksum);
