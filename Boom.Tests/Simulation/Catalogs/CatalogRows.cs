using System.Runtime.InteropServices;
using System.Text;
using Boom.Core.Catalogs;
using Boom.Core.Sky;
using Boom.Simulation;
using Boom.Simulation.Catalogs;

namespace Boom.Tests.Simulation.Catalogs;

/// <summary>A row with its values by name; what is null is not in it.</summary>
sealed record CatalogRow(SkyPosition Position, IReadOnlyDictionary<string, object> Values)
{
    public double? Number(string column) => Values.TryGetValue(column, out var value) ? Convert.ToDouble(value, null) : null;
}

/// <summary>All rows of a night by catalogue, and the rules of the matching by brute force.</summary>
sealed class CatalogRows
{
    readonly Dictionary<string, List<CatalogRow>> _rows = SimulatedCatalogs.Names.ToDictionary(name => name, _ => new List<CatalogRow>());

    public CatalogRows(IEnumerable<SimulationOptions> nights)
    {
        foreach (var (catalog, row) in SimulatedCatalogs.Rows(nights))
            _rows[catalog].Add(new CatalogRow(row.Position, Read(row)));
    }

    public List<CatalogRow> this[string catalog] => _rows[catalog];

    /// <summary>Rows that pass the default rules, nearest first.</summary>
    public List<(CatalogRow Row, double DistanceArcsec)> Matches(string catalog, SkyPosition centre)
    {
        (double cone, string? key, double maximum) = catalog switch
        {
            "NED" => (300, "z", 30),
            "DESI_DR1" => (30, "z", 30),
            "LS_DR10_PHOTOZ" => (30, "z_phot", 60),
            "LSPSC" => (30, null, 0),
            _ => (2.0, (string?)null, 0.0),
        };
        return [.. _rows[catalog]
            .Where(row => Math.Abs(row.Position.DecDegrees - centre.DecDegrees) <= cone / 3600)
            .Select(row => (Row: row, DistanceArcsec: SkyGeometry.SeparationArcsec(row.Position, centre)))
            .Where(hit => hit.DistanceArcsec <= cone && (key is null || Passes(hit.Row.Number(key), hit.DistanceArcsec, maximum)))
            .OrderBy(hit => hit.DistanceArcsec)];
    }

    public static bool Passes(double? redshift, double distanceArcsec, double maximum) =>
        redshift is { } z && distanceArcsec < (z < 0.01 ? 300 : maximum * 0.05 / z);

    static Dictionary<string, object> Read(SkyRow row)
    {
        var values = new Dictionary<string, object>();
        var columns = row.Layout.Columns;
        for (var i = 0; i < columns.Length; i++)
        {
            if (!row.Has(i))
                continue;
            var slot = row.Fixed[row.Layout.Offsets[i]..];
            values.Add(columns[i].Name, columns[i].Type switch
            {
                SkyColumnType.Bool => slot[0] != 0,
                SkyColumnType.Int32 => MemoryMarshal.Read<int>(slot),
                SkyColumnType.Int64 => MemoryMarshal.Read<long>(slot),
                SkyColumnType.Float32 => MemoryMarshal.Read<float>(slot),
                SkyColumnType.Float64 => MemoryMarshal.Read<double>(slot),
                _ => Encoding.UTF8.GetString(row.TextOf(i)),
            });
        }

        return values;
    }
}
