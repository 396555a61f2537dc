using Boom.Core.Catalogs;
using Boom.Simulation.LightCurves;

namespace Boom.Simulation.Catalogs;

/// <summary>Redshifts by colours of galaxies; of what looks like a star there is none, and of a few others.</summary>
sealed class LegacyPhotoZCatalog : SimulatedCatalog
{
    const ulong Purpose = 7;

    public override string Name => "LS_DR10_PHOTOZ";

    public override CatalogSet Flag => CatalogSet.LegacyPhotoZ;

    public override SkyColumn[] Columns { get; } =
    [
        new(IdColumn, SkyColumnType.Int64, null, "Number of the source"),
        new("ra_err", SkyColumnType.Float32, "arcsec", "Error of ra"),
        new("dec_err", SkyColumnType.Float32, "arcsec", "Error of dec"),
        new("z_phot", SkyColumnType.Float64, null, "Redshift by colours"),
        new("z_phot_err", SkyColumnType.Float64, null, "Error of z_phot"),
        new("photo_z_type", SkyColumnType.String, null, "galaxy, qso or star"),
    ];

    public override bool TryObserve(in SkySource source, SkyRow row, out double reachArcsec)
    {
        reachArcsec = 0;
        if (!LegacyDetection.TryFind(source, out var detection))
            return false;
        var stream = source.Stream(Purpose);
        row.Position = detection.Position;
        var columns = new ColumnWriter(row);
        columns.Int64(detection.Number);
        var error = AbMagnitude.Round(0.005 + (0.1 * ErrorAt(source.Photometry.R, 24)));
        columns.Float32(error);
        columns.Float32(error);
        if (source.Kind == SourceKind.Star || stream.NextChance(0.03))
        {
            columns.Skip();
            columns.Skip();
        }
        else
        {
            var spread = (source.Kind == SourceKind.ActiveNucleus ? 0.08 : source.Photometry.R < 21 ? 0.012 : 0.05) * (1 + source.Redshift);
            // The error of what is near is smaller: a colour tells 0.02 from 0.05.
            spread = Math.Min(spread, 0.25 * source.Redshift);
            var z = RoundRedshift(Math.Max(0.001, source.Redshift + (spread * stream.NextGaussian())));
            reachArcsec = ReachAt(z, 60, 30);
            columns.Float64(z);
            columns.Float64(RoundRedshift(spread));
        }

        columns.Text(source.Kind == SourceKind.Star ? "star"u8 : source.Kind == SourceKind.ActiveNucleus ? "qso"u8 : "galaxy"u8);
        return true;
    }
}
