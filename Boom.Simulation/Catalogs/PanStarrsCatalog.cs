using Boom.Core.Catalogs;

namespace Boom.Simulation.Catalogs;

/// <summary>Stars and galaxies in five filters; the numbers, g, r, i and z are those of the packets. A filter too faint for it has no magnitude.</summary>
sealed class PanStarrsCatalog : SimulatedCatalog
{
    const ulong Purpose = 2;

    public override string Name => "PS1_DR1";

    public override CatalogSet Flag => CatalogSet.PanStarrs;

    public override SkyColumn[] Columns { get; } =
    [
        new(IdColumn, SkyColumnType.Int64, null, "Object identifier"),
        .. "grizy".SelectMany(filter => (SkyColumn[])
        [
            new($"{filter}MeanPSFMag", SkyColumnType.Float32, "mag", $"Mean PSF magnitude in {filter}"),
            new($"{filter}MeanPSFMagErr", SkyColumnType.Float32, "mag", $"Error of the mean PSF magnitude in {filter}"),
        ]),
    ];

    public override bool TryObserve(in SkySource source, SkyRow row, out double reachArcsec)
    {
        reachArcsec = PlainReachArcsec;
        var stream = source.Stream(Purpose);
        var photometry = source.Photometry;
        row.Position = source.Position;
        var columns = new ColumnWriter(row);
        columns.Int64(photometry.Number);
        Write(ref columns, photometry.G, 23.3, ref stream);
        Write(ref columns, photometry.R, 23.2, ref stream);
        Write(ref columns, photometry.I, 23.1, ref stream);
        Write(ref columns, photometry.Z, 22.3, ref stream);
        Write(ref columns, photometry.Z - (0.1 * (photometry.G - photometry.R)), 21.4, ref stream);
        return true;
    }

    static void Write(ref ColumnWriter columns, double magnitude, double limit, ref SeededStream stream)
    {
        // Half a magnitude above the limit the filter has lost the source, and now and then its images were bad.
        var isLost = stream.NextChance(0.02) || magnitude > limit - 0.5;
        columns.Float32(isLost ? double.NaN : magnitude);
        columns.Float32(isLost ? double.NaN : ErrorAt(magnitude, limit));
    }
}
