using Boom.Core.Catalogs;
using Boom.Simulation.LightCurves;

namespace Boom.Simulation.Catalogs;

/// <summary>Stars with parallaxes and proper motions. The faint ones have no colours, some no parallax (two-parameter solutions).</summary>
sealed class GaiaCatalog : SimulatedCatalog
{
    /// <summary>g of PS1 minus G of Gaia.</summary>
    public const double Colour = 0.2;

    const ulong Purpose = 1;

    // Standard deviation of a star's velocity across the line of sight, and what makes mas a year of km/s and kpc.
    const double VelocityKmPerSecond = 35;
    const double MotionFactor = 4.74;

    public override string Name => "Gaia_DR3";

    public override CatalogSet Flag => CatalogSet.Gaia;

    public override SkyColumn[] Columns { get; } =
    [
        new(IdColumn, SkyColumnType.Int64, null, "Source identifier"),
        new("parallax", SkyColumnType.Float64, "mas", "Parallax"),
        new("parallax_error", SkyColumnType.Float32, "mas", "Standard error of the parallax"),
        new("pm", SkyColumnType.Float32, "mas.yr**-1", "Total proper motion"),
        new("pmra", SkyColumnType.Float64, "mas.yr**-1", "Proper motion in right ascension, times cos dec"),
        new("pmra_error", SkyColumnType.Float32, "mas.yr**-1", "Standard error of pmra"),
        new("pmdec", SkyColumnType.Float64, "mas.yr**-1", "Proper motion in declination"),
        new("pmdec_error", SkyColumnType.Float32, "mas.yr**-1", "Standard error of pmdec"),
        new("phot_g_mean_mag", SkyColumnType.Float32, "mag", "Mean magnitude in G"),
        new("phot_bp_mean_mag", SkyColumnType.Float32, "mag", "Mean magnitude in BP"),
        new("phot_rp_mean_mag", SkyColumnType.Float32, "mag", "Mean magnitude in RP"),
        new("phot_g_n_obs", SkyColumnType.Int32, null, "Observations in G"),
        new("phot_bp_n_obs", SkyColumnType.Int32, null, "Observations in BP"),
        new("phot_rp_n_obs", SkyColumnType.Int32, null, "Observations in RP"),
        new("ruwe", SkyColumnType.Float32, null, "Renormalised unit weight error"),
        new("phot_bp_rp_excess_factor", SkyColumnType.Float32, null, "BP and RP flux over G flux"),
    ];

    public override bool TryObserve(in SkySource source, SkyRow row, out double reachArcsec)
    {
        reachArcsec = PlainReachArcsec;
        var stream = source.Stream(Purpose);
        var g = source.Photometry.G - Colour;
        row.Position = source.Position;
        var columns = new ColumnWriter(row);
        columns.Int64(1 + (long)(stream.NextBits() >> 2));
        WriteAstrometry(ref columns, source, g, ref stream);
        var colour = source.Photometry.G - source.Photometry.R;
        var hasColours = g < 20.6 && !stream.NextChance(0.02);
        columns.Float32(AbMagnitude.Round(g));
        columns.Float32(hasColours ? AbMagnitude.Round(g + (0.45 * colour) + 0.05) : double.NaN);
        columns.Float32(hasColours ? AbMagnitude.Round(g - (0.55 * colour) - 0.15) : double.NaN);
        var observations = 150 + stream.NextInt(400);
        columns.Int32(observations);
        columns.Int32(hasColours ? observations / 9 : 0);
        columns.Int32(hasColours ? observations / 9 : 0);
        columns.Float32(AbMagnitude.Round(0.9 + (stream.NextUnit() * stream.NextUnit() * 0.5)));
        columns.Float32(hasColours ? AbMagnitude.Round(1.15 + (0.1 * stream.NextUnit())) : double.NaN);
        return true;
    }

    static void WriteAstrometry(ref ColumnWriter columns, in SkySource source, double g, ref SeededStream stream)
    {
        var parsec = PortableMath.Pow10((source.Photometry.G - source.AbsoluteG + 5) / 5);
        var error = AbMagnitude.Round(0.02 * PortableMath.Pow10(0.27 * (Math.Clamp(g, 14, 21) - 14)));
        var spread = VelocityKmPerSecond / MotionFactor / (parsec / 1000);
        var parallax = (1000 / parsec) + (error * stream.NextGaussian());
        var east = (spread + error) * stream.NextGaussian();
        var north = (spread + error) * stream.NextGaussian();
        if (g > 20.7 || stream.NextChance(0.02))
        {
            for (var i = 0; i < 7; i++)
                columns.Skip();
            return;
        }

        columns.Float64(AbMagnitude.Round(parallax));
        columns.Float32(error);
        columns.Float32(AbMagnitude.Round(Math.Sqrt((east * east) + (north * north))));
        columns.Float64(AbMagnitude.Round(east));
        columns.Float32(error);
        columns.Float64(AbMagnitude.Round(north));
        columns.Float32(error);
    }
}
