using Boom.Core.Sky;

namespace Boom.Simulation.Catalogs;

/// <summary>A source as the images of the Legacy Surveys have it: one number and one place for both catalogues that are made of them.</summary>
/// <param name="Number">Number of the source.</param>
/// <param name="Position">Measured position.</param>
readonly record struct LegacyDetection(long Number, SkyPosition Position)
{
    const ulong Purpose = 6;

    // The surveys keep 15 degrees away from the plane of the Galaxy: the sine of that.
    const double LowestHeight = 0.2588;

    /// <summary>The source in the images; false when they do not show its place.</summary>
    public static bool TryFind(in SkySource source, out LegacyDetection detection)
    {
        detection = default;
        if (source.GalacticHeight < LowestHeight)
            return false;
        var stream = source.Stream(Purpose);
        detection = new LegacyDetection(10_000_000_000_000_000 + (long)(stream.NextBits() >> 13), SkyOffsets.Scatter(source.Position, 0.06, ref stream));
        return true;
    }
}
