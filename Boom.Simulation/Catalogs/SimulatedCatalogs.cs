using Boom.Core.Catalogs;

namespace Boom.Simulation.Catalogs;

/// <summary>
/// Catalogues of the simulated sky, in the forms of the real ones: stars at the variables and flares, hosts at the supernovae and tidal disruptions,
/// active nuclei, and stars and galaxies around. Equal nights give equal rows on every machine.
/// </summary>
public static class SimulatedCatalogs
{
    // Seven tables are built side by side, and none is large.
    const long BuilderBytes = 32L << 20;

    /// <summary>Names of the catalogues.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.ConvertAll(SimulatedCatalog.All, catalog => catalog.Name);

    /// <summary>Columns of a catalogue besides ra and dec. Throws <see cref="ArgumentException"/> when there is none of the name.</summary>
    public static IReadOnlyList<SkyColumn> Columns(string name) =>
        Array.Find(SimulatedCatalog.All, catalog => catalog.Name == name)?.Columns
        ?? throw new ArgumentException($"The simulated sky has no catalogue '{name}'; it has {string.Join(", ", Names)}.", nameof(name));

    /// <summary>Rows of all catalogues around the objects of a night, in no order that means anything. Each is valid until the next one.</summary>
    /// <param name="night">The night. Options that are not valid throw <see cref="ArgumentException"/>.</param>
    public static IEnumerable<SimulatedCatalogRow> Rows(SimulationOptions night) => Rows([night]);

    /// <summary>Rows of all catalogues around the objects of several nights.</summary>
    /// <param name="nights">The nights. Options that are not valid throw <see cref="ArgumentException"/>.</param>
    public static IEnumerable<SimulatedCatalogRow> Rows(IEnumerable<SimulationOptions> nights)
    {
        foreach (var (catalog, row) in new CatalogSurvey(Cover(nights).Nights).Rows(SimulatedCatalog.All))
            yield return new SimulatedCatalogRow(Names[catalog], row);
    }

    /// <summary>
    /// Makes the tables of a night in a folder, <c>NAME.sky</c> each; the folder is made if need be. Tables of the simulated sky that are there are
    /// kept when they know the night, and replaced by ones that know their own nights and this one when they do not. A table of the same name from
    /// elsewhere is left alone.
    /// </summary>
    /// <param name="night">The night. Options that are not valid throw <see cref="ArgumentException"/>.</param>
    /// <param name="folder">Folder of the tables.</param>
    /// <param name="cancellationToken">Ends the work; no table is left half made.</param>
    /// <returns>Names of the tables that were written.</returns>
    public static IReadOnlyList<string> Write(SimulationOptions night, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var coverage = Cover([night]);
        var versions = new Dictionary<string, string?>();
        foreach (var name in Names)
        {
            if (TryReadHeader(SkyTableFiles.PathOf(folder, name)) is not { } known)
                continue;
            var isOurs = known.Properties.TryGetValue(CatalogCoverage.Property, out var nights);
            versions.Add(name, isOurs ? known.Version : null);
            if (isOurs)
                coverage.AddText(nights!);
        }

        var version = coverage.Version();
        var missing = Array.FindAll(
            SimulatedCatalog.All, catalog => !versions.TryGetValue(catalog.Name, out var there) || (there is not null && there != version));
        if (missing.Length > 0)
            Build(coverage, missing, folder, cancellationToken);
        return Array.ConvertAll(missing, catalog => catalog.Name);
    }

    static void Build(CatalogCoverage coverage, SimulatedCatalog[] catalogs, string folder, CancellationToken cancellationToken)
    {
        var builders = new List<SkyTableBuilder>(catalogs.Length);
        try
        {
            foreach (var catalog in catalogs)
                builders.Add(new SkyTableBuilder(Describe(catalog, coverage), catalog.Columns, new() { TempFolder = folder, MemoryBytes = BuilderBytes }));
            var count = 0;
            foreach (var (catalog, row) in new CatalogSurvey(coverage.Nights).Rows(catalogs))
            {
                if (++count % 4096 == 0)
                    cancellationToken.ThrowIfCancellationRequested();
                builders[catalog].Add(row);
            }

            for (var i = 0; i < catalogs.Length; i++)
                builders[i].Complete(SkyTableFiles.PathOf(folder, catalogs[i].Name), null, cancellationToken);
        }
        finally
        {
            foreach (var builder in builders)
                builder.Dispose();
        }
    }

    static SkyTableDescription Describe(SimulatedCatalog catalog, CatalogCoverage coverage)
    {
        // The last of the nights, not the time of day: equal nights give equal files.
        var latest = coverage.Nights.Max(night => night.Night);
        return new(catalog.Name, coverage.Version(), coverage.Source(), new DateTimeOffset(latest.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero))
        {
            IdColumn = SimulatedCatalog.IdColumn,
            Properties = new Dictionary<string, string> { [CatalogCoverage.Property] = coverage.ToText() },
        };
    }

    static SkyTableDescription? TryReadHeader(string path)
    {
        if (!File.Exists(path))
            return null;
        using var table = SkyTable.Open(path);
        return table.Header.Description;
    }

    static CatalogCoverage Cover(IEnumerable<SimulationOptions> nights)
    {
        var coverage = new CatalogCoverage();
        foreach (var night in nights)
        {
            if (night.Validate() is { } error)
                throw new ArgumentException(error, nameof(nights));
            coverage.Add(night);
        }

        return coverage;
    }
}
