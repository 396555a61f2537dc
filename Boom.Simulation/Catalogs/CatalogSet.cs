namespace Boom.Simulation.Catalogs;

/// <summary>Catalogues that may list a source.</summary>
[Flags]
enum CatalogSet : byte
{
    None = 0,
    Gaia = 1,
    PanStarrs = 2,
    Ned = 4,
    Milliquas = 8,
    Desi = 16,
    LegacyPhotoZ = 32,
    LegacyPointSources = 64,

    /// <summary>Both that come from the images of the Legacy Surveys.</summary>
    Legacy = LegacyPhotoZ | LegacyPointSources,
}
