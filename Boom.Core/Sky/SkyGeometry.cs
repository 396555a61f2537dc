namespace Boom.Core.Sky;

/// <summary>Angles between positions, and their place in other coordinates.</summary>
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
        return SeparationDegrees(first.RaDegrees, sin1, cos1, second);
    }

    /// <summary>The same number for one of many pairs with the same first position, whose declination has this sine and cosine.</summary>
    internal static double SeparationDegrees(double ra1Degrees, double sin1, double cos1, SkyPosition second)
    {
        var (sin2, cos2) = Math.SinCos(second.DecDegrees * RadiansPerDegree);
        var (sinDelta, cosDelta) = Math.SinCos((second.RaDegrees - ra1Degrees) * RadiansPerDegree);
        var x = cos2 * sinDelta;
        var y = (cos1 * sin2) - (sin1 * cos2 * cosDelta);
        var z = (sin1 * sin2) + (cos1 * cos2 * cosDelta);
        return Math.Atan2(Math.Sqrt((x * x) + (y * y)), z) / RadiansPerDegree;
    }

    /// <summary>Great-circle separation in seconds of arc.</summary>
    public static double SeparationArcsec(SkyPosition first, SkyPosition second) => SeparationDegrees(first, second) * 3600;

    /// <summary>
    /// Galactic longitude, (-180, 180], and latitude, [-90, 90], in degrees: rotates an ICRS position; the matrix is that of the reference.
    /// </summary>
    public static (double LDegrees, double BDegrees) ToGalactic(SkyPosition position)
    {
        var (sinDec, cosDec) = Math.SinCos(position.DecDegrees * RadiansPerDegree);
        var (sinRa, cosRa) = Math.SinCos(position.RaDegrees * RadiansPerDegree);
        var ux = cosRa * cosDec;
        var uy = sinRa * cosDec;
        var x = (-0.054875539 * ux) + (-0.873437105 * uy) + (-0.483834992 * sinDec);
        var y = (0.494109454 * ux) + (-0.444829594 * uy) + (0.746982249 * sinDec);
        var z = (-0.867666136 * ux) + (-0.198076390 * uy) + (0.455983795 * sinDec);
        var l = Math.Atan2(y, x) / RadiansPerDegree;
        var b = Math.Atan2(z, Math.Sqrt((x * x) + (y * y))) / RadiansPerDegree;
        return (l <= -180 ? 180 : l, b);
    }
}
