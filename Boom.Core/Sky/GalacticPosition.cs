namespace Boom.Core.Sky;

/// <summary>A position in galactic coordinates.</summary>
/// <param name="LDegrees">Galactic longitude in degrees, (-180, 180].</param>
/// <param name="BDegrees">Galactic latitude in degrees, [-90, 90].</param>
readonly record struct GalacticPosition(double LDegrees, double BDegrees)
{
    /// <summary>Rotates an ICRS position; the matrix is that of the reference.</summary>
    public static GalacticPosition From(SkyPosition position)
    {
        var (sinDec, cosDec) = Math.SinCos(position.DecDegrees * SkyGeometry.RadiansPerDegree);
        var (sinRa, cosRa) = Math.SinCos(position.RaDegrees * SkyGeometry.RadiansPerDegree);
        var ux = cosRa * cosDec;
        var uy = sinRa * cosDec;
        var x = (-0.054875539 * ux) + (-0.873437105 * uy) + (-0.483834992 * sinDec);
        var y = (0.494109454 * ux) + (-0.444829594 * uy) + (0.746982249 * sinDec);
        var z = (-0.867666136 * ux) + (-0.198076390 * uy) + (0.455983795 * sinDec);
        var l = Math.Atan2(y, x) / SkyGeometry.RadiansPerDegree;
        var b = Math.Atan2(z, Math.Sqrt((x * x) + (y * y))) / SkyGeometry.RadiansPerDegree;
        return new(l <= -180 ? 180 : l, b);
    }
}
