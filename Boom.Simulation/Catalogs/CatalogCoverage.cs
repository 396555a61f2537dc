using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Boom.Core.Surveys;

namespace Boom.Simulation.Catalogs;

/// <summary>The nights whose objects a set of tables knows; the tables' version follows from them.</summary>
sealed class CatalogCoverage
{
    /// <summary>Property of the tables that has <see cref="ToText"/>; what lacks it is no table of the simulated sky.</summary>
    public const string Property = "nights";

    // Counts the ways of making rows: raise it with every change of them, so that files of the former way are made anew.
    const int Recipe = 1;

    readonly List<SimulationOptions> _nights = [];

    /// <summary>Nights in the order of their source texts, none of which another one covers.</summary>
    public IReadOnlyList<SimulationOptions> Nights => _nights;

    /// <summary>
    /// Adds a night. More packets of a night have all the objects that fewer have, and more; but for those of LSST, of which more make other visits.
    /// </summary>
    public void Add(SimulationOptions night)
    {
        var index = _nights.FindIndex(known => known == night
            || (night.Survey != Survey.Lsst && known with { Alerts = night.Alerts } == night));
        if (index < 0)
            _nights.Add(night);
        else if (_nights[index].Alerts < night.Alerts)
            _nights[index] = night;
        _nights.Sort((first, second) => string.CompareOrdinal(first.ToSource(), second.ToSource()));
    }

    /// <summary>Adds the nights of a table that is there.</summary>
    public void AddText(string text)
    {
        foreach (var source in text.Split('\n'))
        {
            if (SimulationOptions.TryParse(source, out var night, out _))
                Add(night!);
        }
    }

    /// <summary>Source texts of the nights, one a line.</summary>
    public string ToText() => string.Join('\n', _nights.Select(night => night.ToSource()));

    /// <summary>Where the rows come from, e.g. <c>simulated sky, seed 1</c>.</summary>
    public string Source()
    {
        var seeds = _nights.Select(night => night.Seed).Distinct().Order().Select(seed => seed.ToString(CultureInfo.InvariantCulture)).ToArray();
        return $"simulated sky, {(seeds.Length == 1 ? "seed" : "seeds")} {string.Join(", ", seeds)}";
    }

    /// <summary>
    /// Of one night of ZTF with the default mix <c>seed-1-20260101-5000-r1</c>: seed, night, packets, way of making rows. Of others a hash takes the
    /// place of night and packets.
    /// </summary>
    public string Version()
    {
        var first = _nights[0];
        var isPlain = _nights.Count == 1 && first.Survey == Survey.Ztf && first.Mix.Equals(Objects.ClassMix.Default);
        var what = isPlain
            ? string.Create(CultureInfo.InvariantCulture, $"{first.Night:yyyyMMdd}-{first.Alerts}")
            : XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(ToText())).ToString("x16", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"seed-{first.Seed}-{what}-r{Recipe}");
    }
}
