namespace Boom.Core.Sky;

/// <summary>A position on the sky, ICRS.</summary>
/// <param name="RaDegrees">Right ascension in degrees, [0, 360).</param>
/// <param name="DecDegrees">Declination in degrees, [-90, 90].</param>
public readonly record struct SkyPosition(double RaDegrees, double DecDegrees)
{
    /// <summary>Whether both coordinates are finite and in range.</summary>
    public bool IsValid => RaDegrees is >= 0 and < 360 && DecDegrees is >= -90 and <= 90;
}
