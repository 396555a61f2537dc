using Boom.Core.Sky;

namespace Boom.Tests.Core.Sky;

/// <summary>Seeded positions: all over the sky, and near a given one.</summary>
static class RandomSky
{
    public static SkyPosition Position(Random random)
        => new(random.NextDouble() * 360, Math.Asin((2 * random.NextDouble()) - 1) / SkyGeometry.RadiansPerDegree);

    /// <summary>A position at the given distance, in a random direction.</summary>
    public static SkyPosition Around(Random random, SkyPosition centre, double distanceArcsec)
    {
        var angle = distanceArcsec * SkyGeometry.RadiansPerArcsec;
        var (sinBearing, cosBearing) = Math.SinCos(random.NextDouble() * 2 * Math.PI);
        var (sinDec, cosDec) = Math.SinCos(centre.DecDegrees * SkyGeometry.RadiansPerDegree);
        var (sinAngle, cosAngle) = Math.SinCos(angle);
        var z = Math.Clamp((sinDec * cosAngle) + (cosDec * sinAngle * cosBearing), -1, 1);
        var delta = Math.Atan2(sinBearing * sinAngle * cosDec, cosAngle - (sinDec * z)) / SkyGeometry.RadiansPerDegree;
        var ra = ((centre.RaDegrees + delta) % 360 + 360) % 360;
        return new(ra >= 360 ? 0 : ra, Math.Asin(z) / SkyGeometry.RadiansPerDegree);
    }
}
