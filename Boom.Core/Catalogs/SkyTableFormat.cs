namespace Boom.Core.Catalogs;

/// <summary>Numbers of the file format; <c>docs/sky-tables.md</c> describes it byte by byte.</summary>
static class SkyTableFormat
{
    public const string Extension = ".sky";
    public const string RaName = "ra";
    public const string DecName = "dec";

    public const int MaxColumns = 2000;
    public const int MaxColumnNameBytes = 255;

    /// <summary>Longest string in bytes.</summary>
    public const int MaxStringBytes = 1 << 16;
}
