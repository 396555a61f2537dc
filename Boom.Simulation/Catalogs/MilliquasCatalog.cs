using Boom.Core.Catalogs;

namespace Boom.Simulation.Catalogs;

/// <summary>Quasars and other active nuclei, each of the night's.</summary>
sealed class MilliquasCatalog : SimulatedCatalog
{
    const ulong Purpose = 4;

    public override string Name => "milliquas_v8";

    public override CatalogSet Flag => CatalogSet.Milliquas;

    public override SkyColumn[] Columns { get; } =
    [
        new(IdColumn, SkyColumnType.String, null, "Name of the object"),
        new("Name", SkyColumnType.String, null, "Name of the object"),
        new("Descrip", SkyColumnType.String, null, "Q is a quasar, A an active galaxy, q a candidate"),
        new("Rmag", SkyColumnType.Float32, "mag", "Red magnitude"),
        new("Bmag", SkyColumnType.Float32, "mag", "Blue magnitude"),
        new("Z", SkyColumnType.Float64, null, "Redshift"),
        new("Qpct", SkyColumnType.Int32, "%", "Probability that it is a quasar"),
    ];

    public override bool TryObserve(in SkySource source, SkyRow row, out double reachArcsec)
    {
        reachArcsec = PlainReachArcsec;
        var stream = source.Stream(Purpose);
        row.Position = SkyOffsets.Scatter(source.Position, 0.2, ref stream);
        var isCandidate = stream.NextChance(0.2);
        Span<byte> name = stackalloc byte[SkyNames.MaximumBytes];
        var text = SkyNames.Write("SDSS", row.Position, name);
        var columns = new ColumnWriter(row);
        columns.Text(text);
        columns.Text(text);
        columns.Text(isCandidate ? "q"u8 : source.Redshift > 0.3 ? "Q"u8 : "A"u8);
        columns.Float32(Math.Round(source.Photometry.R * 100) / 100);
        columns.Float32(stream.NextChance(0.05) ? double.NaN : Math.Round((source.Photometry.G + 0.2) * 100) / 100);
        // Candidates have redshifts by colours, to a tenth.
        columns.Float64(isCandidate ? Math.Round(source.Redshift * 10) / 10 : Math.Round(source.Redshift * 1000) / 1000);
        columns.Int32(isCandidate ? 60 + stream.NextInt(40) : 100);
        return true;
    }
}
