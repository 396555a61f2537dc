namespace Boom.Simulation.Catalogs;

/// <summary>What a source of the catalogues is.</summary>
enum SourceKind : byte
{
    Star,
    Galaxy,
    ActiveNucleus,
}
