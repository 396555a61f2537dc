using Boom.Core.Catalogs;
using Boom.Simulation.LightCurves;

namespace Boom.Simulation.Catalogs;

/// <summary>
/// Spectra of galaxies, quasars and stars: 2,000 a square degree away from the Milky Way and north of -15 degrees, so about half of the hosts and
/// two thirds of the active nuclei there. Redshifts of stars are their radial velocities, near 0.
/// </summary>
sealed class DesiCatalog : SimulatedCatalog
{
    const ulong Purpose = 5;

    public override string Name => "DESI_DR1";

    public override CatalogSet Flag => CatalogSet.Desi;

    public override SkyColumn[] Columns { get; } =
    [
        new(IdColumn, SkyColumnType.Int64, null, "Target identifier"),
        new("z", SkyColumnType.Float64, null, "Redshift"),
        new("zerr", SkyColumnType.Float64, null, "Error of z"),
        new("zwarn", SkyColumnType.Int64, null, "Warnings of the redshift fit, 0 for none"),
        new("chi2", SkyColumnType.Float64, null, "Chi squared of the best fit"),
        new("deltachi2", SkyColumnType.Float64, null, "Chi squared of the next best fit minus that of the best"),
        new("spectype", SkyColumnType.String, null, "GALAXY, QSO or STAR"),
        new("zcat_nspec", SkyColumnType.Int32, null, "Spectra of this target"),
    ];

    public override bool TryObserve(in SkySource source, SkyRow row, out double reachArcsec)
    {
        reachArcsec = 0;
        var stream = source.Stream(Purpose);
        if (source.Position.DecDegrees < -15 || source.GalacticHeight < 0.3 || !stream.NextChance(Share(source)))
            return false;
        row.Position = SkyOffsets.Scatter(source.Position, 0.05, ref stream);
        var error = source.Kind == SourceKind.Star ? 1e-5 : 3e-5 * (1 + source.Redshift);
        var isGood = source.IsCounterpart || !stream.NextChance(0.05);
        // A fit that went wrong found lines of another redshift.
        var z = RoundRedshift(isGood ? source.Redshift + (error * stream.NextGaussian()) : stream.NextUniform(0, 1.6));
        reachArcsec = ReachAt(z, 30, 30);
        var columns = new ColumnWriter(row);
        columns.Int64(39_627_000_000_000_000 + (long)(stream.NextBits() >> 14));
        columns.Float64(z);
        columns.Float64(error);
        columns.Int64(isGood ? 0 : 4);
        columns.Float64(AbMagnitude.Round(stream.NextUniform(7000, 10_000)));
        columns.Float64(AbMagnitude.Round(isGood ? stream.NextLogUniform(30, 20_000) : stream.NextUniform(0, 9)));
        columns.Text(source.Kind == SourceKind.Star ? "STAR"u8 : source.Kind == SourceKind.ActiveNucleus ? "QSO"u8 : "GALAXY"u8);
        columns.Int32(stream.NextChance(0.1) ? 2 : 1);
        return true;
    }

    // Counterparts besides stars, then the bright survey and the dark one.
    static double Share(in SkySource source) => source.Kind switch
    {
        SourceKind.Star => source.Photometry.R is > 16 and < 19.5 ? 0.08 : 0,
        SourceKind.ActiveNucleus => 0.65,
        _ when source.IsCounterpart => 0.5,
        _ => source.Photometry.R switch { < 19.5 => 0.5, < 21 => 0.08, _ => 0.03 },
    };
}
