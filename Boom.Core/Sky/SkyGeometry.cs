namespace Boom.Core.Sky;

/// <summary>Angles between positions.</summary>
public static class SkyGeometry
{
    /// <summary>Radians in one degree.</summary>
    public const double RadiansPerDegree = Math.PI / 180;

    /// <summary>Radians in one second of arc.</summary>
    public const double RadiansPerArcsec = Math.PI / (180 * 3600);

    /// <summary>
    /// Great-circle separation in degrees, [0, 180]. Vincenty's form for the sphere: exact to rounding at any angle, tiny and antipodal alike.
    /// </summary>
    public static double SeparationDegrees(SkyPosition first, SkyPosition second)
    {
        var (sin1, cos1) = Math.SinCos(first.DecDegrees * RadiansPerDegree);
        var (sin2, cos2) = Math.SinCos(second.DecDegrees * RadiansPerDegree);
        var (sinDelta, cosDelta) = Math.SinCos((second.RaDegrees - first.RaDegrees) * RadiansPerDegree);
        var x = cos2 * sinDelta;
        var y = (cos1 * sin2) - (sin1 * cos2 * cosDelta);
        var z = (sin1 * sin2) + (cos1 * cos2 * cosDelta);
        return Math.Atan2(Math.Sqrt((x * x) + (y * y)), z) / RadiansPerDegree;
    }

    /// <summary>Great-circle separation in seconds of arc.</summary>
    public static double SeparationArcsec(SkyPosition first, SkyPosition second) => SeparationDegrees(first, second) * 3600;
}
