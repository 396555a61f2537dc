using Boom.Core.Catalogs;

namespace Boom.Simulation.Catalogs;

/// <summary>A row of one of the simulated catalogues.</summary>
/// <param name="Catalog">Name of the catalogue.</param>
/// <param name="Row">The row; valid until the next one is asked for.</param>
public readonly record struct SimulatedCatalogRow(string Catalog, SkyRow Row);
