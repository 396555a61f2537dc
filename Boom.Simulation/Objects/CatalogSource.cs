using Boom.Simulation.LightCurves;

namespace Boom.Simulation.Objects;

/// <summary>A source of the PS1 catalogue near an object; all -999 when there is none.</summary>
readonly record struct CatalogSource(double DistanceArcsec, double Score, double G, double R, double I, double Z, long Number)
{
    /// <summary>No source within 30 arcsec.</summary>
    public static CatalogSource None => new(-999, -999, -999, -999, -999, -999, 0);

    /// <summary>A source of ordinary colours.</summary>
    public static CatalogSource Draw(double distanceArcsec, double score, double g, ref SeededStream stream)
    {
        var colour = stream.NextUniform(0.3, 1.2);
        return new CatalogSource(
            AbMagnitude.Round(distanceArcsec),
            AbMagnitude.Round(score),
            AbMagnitude.Round(g),
            AbMagnitude.Round(g - colour),
            AbMagnitude.Round(g - (colour * 1.3)),
            AbMagnitude.Round(g - (colour * 1.45)),
            80_000_000_000_000_000 + (long)(stream.NextBits() >> 8));
    }
}
