using System.Text.Json;

namespace Boom.Simulation.LightCurves;

/// <summary>A stellar flare: sudden, then an exponential decline within hours. The reference image holds the quiet star.</summary>
/// <param name="startJd">Julian date of the outbreak and the peak.</param>
/// <param name="decayDays">Time constant of the decline, in days.</param>
/// <param name="peakG">Magnitude of the flare alone at its peak, in g.</param>
/// <param name="peakR">Magnitude of the flare alone at its peak, in r.</param>
/// <param name="quietG">Magnitude of the quiet star in g.</param>
/// <param name="quietR">Magnitude of the quiet star in r.</param>
sealed class FlareCurve(double startJd, double decayDays, double peakG, double peakR, double quietG, double quietR) : LightCurve
{
    readonly double _peakG = AbMagnitude.ToFlux(peakG);
    readonly double _peakR = AbMagnitude.ToFlux(peakR);

    protected override double Reference(bool inG) => inG ? quietG : quietR;

    protected override double Flux(double jd, bool inG) =>
        jd < startJd ? 0 : (inG ? _peakG : _peakR) * PortableMath.Exp((startJd - jd) / decayDays);

    internal override LightCurve Fainter(double magnitudes) => new FlareCurve(
        startJd,
        decayDays,
        AbMagnitude.Round(peakG + magnitudes),
        AbMagnitude.Round(peakR + magnitudes),
        AbMagnitude.Round(quietG + magnitudes),
        AbMagnitude.Round(quietR + magnitudes));

    internal override void WriteProperties(Utf8JsonWriter json)
    {
        json.WriteNumber("start_jd", startJd);
        json.WriteNumber("decay_days", decayDays);
        json.WriteNumber("peak_mag_g", peakG);
        json.WriteNumber("peak_mag_r", peakR);
        json.WriteNumber("quiet_g", quietG);
        json.WriteNumber("quiet_r", quietR);
    }
}
