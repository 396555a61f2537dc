using System.Text.Json;

namespace Boom.Simulation.LightCurves;

/// <summary>
/// A source that is always there and varies as a sum of sinusoids in magnitudes: harmonics of one period for a pulsating star, many
/// unrelated periods for an active nucleus. The reference image holds its mean.
/// </summary>
public sealed class OscillatingCurve : LightCurve
{
    const double PhaseZeroJd = 2458000;

    readonly double _referenceG;
    readonly double _referenceR;

    internal OscillatingCurve(double meanG, double meanR, double redFactor, Oscillation[] oscillations)
    {
        MeanG = meanG;
        MeanR = meanR;
        RedFactor = redFactor;
        Oscillations = oscillations;
        _referenceG = AbMagnitude.ToFlux(meanG);
        _referenceR = AbMagnitude.ToFlux(meanR);
    }

    /// <summary>Mean magnitude in g, and its magnitude in the reference image.</summary>
    public double MeanG { get; }

    /// <summary>Mean magnitude in r, and its magnitude in the reference image.</summary>
    public double MeanR { get; }

    /// <summary>Amplitude in r over amplitude in g.</summary>
    public double RedFactor { get; }

    /// <summary>The sinusoids, first the fundamental.</summary>
    public IReadOnlyList<Oscillation> Oscillations { get; }

    /// <inheritdoc/>
    public override double ReferenceMagnitude(int fid) => fid == 1 ? MeanG : MeanR;

    /// <inheritdoc/>
    public override double DifferenceFluxMicroJy(double jd, int fid)
    {
        var swing = 0.0;
        foreach (var wave in (Oscillation[])Oscillations)
            swing += wave.AmplitudeMag * PortableMath.SinTurns(((jd - PhaseZeroJd) / wave.PeriodDays) + wave.PhaseTurns);
        if (fid != 1)
            swing *= RedFactor;
        return (fid == 1 ? _referenceG : _referenceR) * (PortableMath.Pow10(0.4 * swing) - 1);
    }

    internal override void WriteProperties(Utf8JsonWriter json)
    {
        json.WriteNumber("mean_g", MeanG);
        json.WriteNumber("mean_r", MeanR);
        json.WriteNumber("red_factor", RedFactor);
        json.WriteNumber("period_days", Oscillations[0].PeriodDays);
        json.WriteStartArray("oscillations");
        foreach (var wave in Oscillations)
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
