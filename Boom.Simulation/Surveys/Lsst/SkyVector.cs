using Boom.Core.Sky;
using Boom.Simulation.Exposures;

namespace Boom.Simulation.Surveys.Lsst;

/// <summary>Directions as unit vectors, by portable arithmetic.</summary>
static class SkyVector
{
    public static (double X, double Y, double Z) Of(SkyPosition position)
    {
        var cos = PortableMath.CosDegrees(position.DecDegrees);
        return (
            cos * PortableMath.CosDegrees(position.RaDegrees),
            cos * PortableMath.SinTurns(position.RaDegrees / 360),
            PortableMath.SinTurns(position.DecDegrees / 360));
    }

    /// <summary>Longitude, 0 to 360, and latitude in degrees.</summary>
    public static (double Longitude, double Latitude) ToDegrees(double x, double y, double z) => (
        SurveyFields.Wrap(360 * PortableMath.ArcTangentTurns(y, x)), 360 * PortableMath.ArcTangentTurns(z, Math.Sqrt((x * x) + (y * y))));
}
