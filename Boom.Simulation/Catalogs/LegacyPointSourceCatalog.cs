using Boom.Core.Catalogs;

namespace Boom.Simulation.Catalogs;

/// <summary>How much each source of the Legacy Surveys looks like a star: 1 a star, 0 a galaxy.</summary>
sealed class LegacyPointSourceCatalog : SimulatedCatalog
{
    const ulong Purpose = 8;

    public override string Name => "LSPSC";

    public override CatalogSet Flag => CatalogSet.LegacyPointSources;

    public override SkyColumn[] Columns { get; } =
    [
        new(IdColumn, SkyColumnType.Int64, null, "Number of the source"),
        new("score", SkyColumnType.Float32, null, "1 for a star, 0 for a galaxy"),
        new("mag_white", SkyColumnType.Float32, "mag", "Magnitude in white light, all filters together"),
    ];

    public override bool TryObserve(in SkySource source, SkyRow row, out double reachArcsec)
    {
        // The three nearest of a cone: neighbours, not counterparts.
        reachArcsec = 0;
        if (!LegacyDetection.TryFind(source, out var detection))
            return false;
        var stream = source.Stream(Purpose);
        row.Position = detection.Position;
        var columns = new ColumnWriter(row);
        columns.Int64(detection.Number);
        columns.Float32(source.Photometry.Score);
        columns.Float32(stream.NextChance(0.01) ? double.NaN : Measured(source.Photometry.R + 0.1, 0.01, ref stream));
        return true;
    }
}
