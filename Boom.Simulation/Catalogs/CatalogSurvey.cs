using Boom.Core.Catalogs;
using Boom.Simulation.Objects;

namespace Boom.Simulation.Catalogs;

/// <summary>Observes the surroundings of all objects of some nights for some catalogues.</summary>
sealed class CatalogSurvey
{
    // Neighbours are nine tenths of the rows: those of a very large night would take minutes and gigabytes.
    const int ObjectsWithField = 65_536;

    readonly SimulatedNight[] _nights;
    readonly HostlessPlaces _hostless = new();
    readonly List<SkySource> _sources = [];

    /// <param name="nights">Nights, none of which another one covers.</param>
    public CatalogSurvey(IEnumerable<SimulationOptions> nights)
    {
        _nights = [.. nights.Select(options => new SimulatedNight(options))];
        foreach (var (simulated, _) in Objects())
        {
            if (simulated.Surroundings == Surroundings.Empty)
                _hostless.Add(simulated.Place.Position);
        }
    }

    /// <summary>Rows by object, and of one object by source, catalogue after catalogue. Each catalogue has one row that is filled again and
    /// again.</summary>
    public IEnumerable<(int Catalog, SkyRow Row)> Rows(SimulatedCatalog[] catalogs)
    {
        var rows = Array.ConvertAll(catalogs, catalog => new SkyRow(catalog.Columns));
        foreach (var (simulated, ordinal) in Objects())
        {
            SkyPatch.Draw(simulated, ordinal < ObjectsWithField, _sources);
            foreach (var source in _sources)
            {
                for (var i = 0; i < catalogs.Length; i++)
                {
                    if ((source.Catalogs & catalogs[i].Flag) == 0)
                        continue;
                    rows[i].Clear();
                    if (catalogs[i].TryObserve(source, rows[i], out var reachArcsec)
                        && (source.IsCounterpart || !_hostless.IsWithin(rows[i].Position, reachArcsec)))
                    {
                        yield return (i, rows[i]);
                    }
                }
            }
        }
    }

    // Nights of two surveys on one sky have objects in common: those are observed once.
    IEnumerable<(SimulatedObject Object, int Ordinal)> Objects()
    {
        var known = new HashSet<(ulong, ObjectClass)>();
        foreach (var night in _nights)
        {
            for (var ordinal = 0; ordinal < night.ObjectCount; ordinal++)
            {
                var simulated = night.Object(ordinal);
                if (_nights.Length == 1 || known.Add((simulated.Key, simulated.Class)))
                    yield return (simulated, ordinal);
            }
        }
    }
}
