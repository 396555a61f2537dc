using System.Text.Json;

namespace Boom.Simulation.LightCurves;

/// <summary>
/// Nothing varies here: the star in the reference image subtracts badly, now and then, to either side. The noiseless difference is 0, so
/// what the packets say of it is residual, not light.
/// </summary>
/// <param name="starG">Magnitude of the star in g.</param>
/// <param name="starR">Magnitude of the star in r.</param>
/// <param name="residualShare">Share of the exposures that leave a residual, 0 to 1.</param>
sealed class ArtefactCurve(double starG, double starR, double residualShare) : LightCurve
{
    public double ResidualShare => residualShare;

    protected override double Reference(bool inG) => inG ? starG : starR;

    protected override double Flux(double jd, bool inG) => 0;

    internal override LightCurve Fainter(double magnitudes) => new ArtefactCurve(AbMagnitude.Round(starG + magnitudes), AbMagnitude.Round(starR + magnitudes), residualShare);

    internal override void WriteProperties(Utf8JsonWriter json)
    {
        json.WriteNumber("star_g", starG);
        json.WriteNumber("star_r", starR);
        json.WriteNumber("residual_share", residualShare);
    }
}
