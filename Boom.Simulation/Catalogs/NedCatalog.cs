using Boom.Core.Catalogs;
using Boom.Simulation.LightCurves;

namespace Boom.Simulation.Catalogs;

/// <summary>
/// Galaxies with redshifts: hosts, active nuclei, and some 46 a square degree beside them out to 1 Gpc, as NED's sample of the local volume has.
/// What 2MASS did not see has no Ks and no mass; what is beyond 1 Gpc no distance.
/// </summary>
sealed class NedCatalog : SimulatedCatalog
{
    const ulong Purpose = 3;
    const double MaximumMpc = 1000;
    const double KsLimit = 15;

    public override string Name => "NED";

    public override CatalogSet Flag => CatalogSet.Ned;

    public override SkyColumn[] Columns { get; } =
    [
        new(IdColumn, SkyColumnType.String, null, "Name of the object"),
        new("objtype", SkyColumnType.String, null, "G is a galaxy, QSO a quasar"),
        new("z", SkyColumnType.Float64, null, "Heliocentric redshift"),
        new("z_unc", SkyColumnType.Float64, null, "Uncertainty of z"),
        new("z_tech", SkyColumnType.String, null, "How z was measured: SPEC or PHOT"),
        new("z_qual", SkyColumnType.Bool, null, "Whether z is doubtful"),
        new("DistMpc", SkyColumnType.Float64, "Mpc", "Distance"),
        new("DistMpc_unc", SkyColumnType.Float64, "Mpc", "Uncertainty of DistMpc"),
        new("ebv", SkyColumnType.Float64, "mag", "Reddening of the Milky Way, E(B-V)"),
        new("m_Ks", SkyColumnType.Float64, "mag", "2MASS magnitude in Ks"),
        new("m_Ks_unc", SkyColumnType.Float64, "mag", "Uncertainty of m_Ks"),
        new("tMASSphot", SkyColumnType.String, null, "2MASS list that m_Ks is from: XSC or PSC"),
        new("Mstar", SkyColumnType.Float64, "solMass", "Stellar mass"),
        new("Mstar_unc", SkyColumnType.Float64, "solMass", "Uncertainty of Mstar"),
    ];

    public override bool TryObserve(in SkySource source, SkyRow row, out double reachArcsec)
    {
        var stream = source.Stream(Purpose);
        row.Position = SkyOffsets.Scatter(source.Position, 0.2, ref stream);
        // Redshifts of hosts are spectroscopic, so that the truth is found.
        var isSpectroscopic = source.IsCounterpart || stream.NextChance(0.85);
        var error = isSpectroscopic ? 1e-4 : 0.01 * (1 + source.Redshift);
        var z = RoundRedshift(Math.Max(0.0003, source.Redshift + (error * stream.NextGaussian())));
        reachArcsec = ReachAt(z, 30, 300);
        Span<byte> name = stackalloc byte[SkyNames.MaximumBytes];
        var columns = new ColumnWriter(row);
        columns.Text(SkyNames.Write("WISEA", row.Position, name));
        columns.Text(source.Kind == SourceKind.ActiveNucleus && z > 0.3 ? "QSO"u8 : "G"u8);
        columns.Float64(z);
        columns.Float64(stream.NextChance(0.1) ? double.NaN : RoundRedshift(error));
        columns.Text(isSpectroscopic ? "SPEC"u8 : "PHOT"u8);
        columns.Bool(!isSpectroscopic && stream.NextChance(0.1));
        var distance = Cosmology.DistanceMpc(z);
        columns.Float64(distance > MaximumMpc ? double.NaN : AbMagnitude.Round(distance));
        columns.Float64(distance > MaximumMpc ? double.NaN : AbMagnitude.Round(distance * 0.07));
        var reddening = 0.02 / Math.Max(0.02, source.GalacticHeight);
        columns.Float64(AbMagnitude.Round(reddening * stream.NextUniform(0.6, 1.6)));
        WriteInfrared(ref columns, source, z, ref stream);
        return true;
    }

    static void WriteInfrared(ref ColumnWriter columns, in SkySource source, double z, ref SeededStream stream)
    {
        var ks = AbMagnitude.Round(source.Photometry.R - stream.NextUniform(2.4, 3.2));
        if (ks > KsLimit || Cosmology.DistanceMpc(z) > MaximumMpc)
            return;
        columns.Float64(ks);
        columns.Float64(ErrorAt(ks, KsLimit + 0.3));
        columns.Text(ks < 13.8 ? "XSC"u8 : "PSC"u8);
        // The sun has 3.28 in Ks; 0.6 solar masses for its light.
        var mass = 0.6 * PortableMath.Pow10(0.4 * (3.28 - (ks - Cosmology.DistanceModulus(z))));
        columns.Float64(Math.Round(mass));
        columns.Float64(Math.Round(mass * 0.2));
    }
}
