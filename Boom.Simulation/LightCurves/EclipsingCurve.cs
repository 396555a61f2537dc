using System.Text.Json;

namespace Boom.Simulation.LightCurves;

/// <summary>An eclipsing binary: constant but for two dips of Gaussian shape in each period. The reference image holds its constant light.</summary>
/// <param name="meanG">Magnitude in g out of eclipse.</param>
/// <param name="meanR">Magnitude in r out of eclipse.</param>
/// <param name="periodDays">Period in days.</param>
/// <param name="epochJd">Julian date of a primary eclipse.</param>
/// <param name="widthTurns">Standard deviation of a dip, as a fraction of the period.</param>
/// <param name="primary">Depth of the primary eclipse in magnitudes.</param>
/// <param name="secondary">Depth of the secondary eclipse, half a period later, in magnitudes.</param>
sealed class EclipsingCurve(double meanG, double meanR, double periodDays, double epochJd, double widthTurns, double primary, double secondary)
    : LightCurve
{
    readonly double _referenceG = AbMagnitude.ToFlux(meanG);
    readonly double _referenceR = AbMagnitude.ToFlux(meanR);

    protected override double Reference(bool inG) => inG ? meanG : meanR;

    protected override double Flux(double jd, bool inG)
    {
        var turns = (jd - epochJd) / periodDays;
        var dimming = (primary * Dip(turns)) + (secondary * Dip(turns + 0.5));
        return (inG ? _referenceG : _referenceR) * (PortableMath.Pow10(-0.4 * dimming) - 1);
    }

    internal override LightCurve Fainter(double magnitudes) => new EclipsingCurve(
        AbMagnitude.Round(meanG + magnitudes), AbMagnitude.Round(meanR + magnitudes), periodDays, epochJd, widthTurns, primary, secondary);

    internal override void WriteProperties(Utf8JsonWriter json)
    {
        json.WriteNumber("mean_g", meanG);
        json.WriteNumber("mean_r", meanR);
        json.WriteNumber("period_days", periodDays);
        json.WriteNumber("epoch_jd", epochJd);
        json.WriteNumber("width_turns", widthTurns);
        json.WriteNumber("primary_depth_mag", primary);
        json.WriteNumber("secondary_depth_mag", secondary);
    }

    double Dip(double turns)
    {
        var distance = (turns - Math.Floor(turns + 0.5)) / widthTurns;
        return PortableMath.Exp(-0.5 * distance * distance);
    }
}
