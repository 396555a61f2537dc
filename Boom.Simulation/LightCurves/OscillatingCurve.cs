using System.Text.Json;

namespace Boom.Simulation.LightCurves;

/// <summary>
/// A source that is always there and varies as a sum of sinusoids in magnitudes: harmonics of one period for a pulsating star, many
/// unrelated periods for an active nucleus. The reference image holds its mean.
/// </summary>
/// <param name="meanG">Mean magnitude in g, and its magnitude in the reference image.</param>
/// <param name="meanR">Mean magnitude in r, and its magnitude in the reference image.</param>
/// <param name="redFactor">Amplitude in r over amplitude in g.</param>
/// <param name="oscillations">The sinusoids, first the fundamental.</param>
sealed class OscillatingCurve(double meanG, double meanR, double redFactor, Oscillation[] oscillations) : LightCurve
{
    const double PhaseZeroJd = 2458000;

    readonly double _referenceG = AbMagnitude.ToFlux(meanG);
    readonly double _referenceR = AbMagnitude.ToFlux(meanR);

    public Oscillation[] Oscillations => oscillations;

    protected override double Reference(bool inG) => inG ? meanG : meanR;

    protected override double Flux(double jd, bool inG)
    {
        var swing = 0.0;
        foreach (var wave in oscillations)
            swing += wave.AmplitudeMag * PortableMath.SinTurns(((jd - PhaseZeroJd) / wave.PeriodDays) + wave.PhaseTurns);
        if (!inG)
            swing *= redFactor;
        return (inG ? _referenceG : _referenceR) * (PortableMath.Pow10(0.4 * swing) - 1);
    }

    internal override LightCurve Fainter(double magnitudes) => new OscillatingCurve(
        AbMagnitude.Round(meanG + magnitudes), AbMagnitude.Round(meanR + magnitudes), redFactor, oscillations);

    internal override void WriteProperties(Utf8JsonWriter json)
    {
        json.WriteNumber("mean_g", meanG);
        json.WriteNumber("mean_r", meanR);
        json.WriteNumber("red_factor", redFactor);
        json.WriteNumber("period_days", oscillations[0].PeriodDays);
        json.WriteStartArray("oscillations");
        foreach (var wave in oscillations)
        {
            json.WriteStartObject();
            json.WriteNumber("period_days", wave.PeriodDays);
            json.WriteNumber("amplitude_mag", wave.AmplitudeMag);
            json.WriteNumber("phase_turns", wave.PhaseTurns);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

/// <summary>One sinusoid of a light curve in magnitudes.</summary>
/// <param name="PeriodDays">Period in days.</param>
/// <param name="AmplitudeMag">Half of the swing, in magnitudes in g; the curve's <c>redFactor</c> scales it in r.</param>
/// <param name="PhaseTurns">Phase at JD 2458000, in turns.</param>
readonly record struct Oscillation(double PeriodDays, double AmplitudeMag, double PhaseTurns);
