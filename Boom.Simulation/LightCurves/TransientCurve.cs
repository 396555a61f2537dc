using System.Text.Json;

namespace Boom.Simulation.LightCurves;

/// <summary>
/// A supernova or tidal disruption: flux ∝ exp(-t/fade) / (1 + exp(-t/rise)) in each filter, scaled to its peak (Bazin et al. 2009).
/// It is not in the reference image, so difference flux and flux are the same.
/// </summary>
sealed class TransientCurve(TransientPeak g, TransientPeak r) : LightCurve
{
    readonly (double ZeroJd, double Scale) _g = Anchor(g);
    readonly (double ZeroJd, double Scale) _r = Anchor(r);

    public TransientPeak G => g;

    public TransientPeak R => r;

    protected override double Flux(double jd, bool inG)
    {
        var peak = inG ? g : r;
        var (zeroJd, scale) = inG ? _g : _r;
        return scale * Shape(jd - zeroJd, peak);
    }

    internal override LightCurve Fainter(double magnitudes) => new TransientCurve(
        g with { PeakMagnitude = AbMagnitude.Round(g.PeakMagnitude + magnitudes) },
        r with { PeakMagnitude = AbMagnitude.Round(r.PeakMagnitude + magnitudes) });

    internal override void WriteProperties(Utf8JsonWriter json)
    {
        Write(json, "g", g);
        Write(json, "r", r);
    }

    static void Write(Utf8JsonWriter json, string band, TransientPeak peak)
    {
        json.WriteStartObject(band);
        json.WriteNumber("peak_jd", peak.PeakJd);
        json.WriteNumber("peak_mag", peak.PeakMagnitude);
        json.WriteNumber("rise_days", peak.RiseDays);
        json.WriteNumber("fade_days", peak.FadeDays);
        json.WriteNumber("rise_rate_mag_per_day", AbMagnitude.Round(peak.RiseRateMagPerDay));
        json.WriteNumber("fade_rate_mag_per_day", AbMagnitude.Round(peak.FadeRateMagPerDay));
        json.WriteEndObject();
    }

    static (double ZeroJd, double Scale) Anchor(TransientPeak peak)
    {
        // The shape is greatest where its logarithm has no slope: at rise · ln(fade/rise - 1) after the zero.
        var delay = peak.RiseDays * PortableMath.Log((peak.FadeDays / peak.RiseDays) - 1);
        return (peak.PeakJd - delay, AbMagnitude.ToFlux(peak.PeakMagnitude) / Shape(delay, peak));
    }

    static double Shape(double days, TransientPeak peak) =>
        PortableMath.Exp(-days / peak.FadeDays) / (1 + PortableMath.Exp(-days / peak.RiseDays));
}

/// <summary>A transient in one filter.</summary>
/// <param name="PeakJd">Julian date of the greatest flux.</param>
/// <param name="PeakMagnitude">Magnitude at that time.</param>
/// <param name="RiseDays">Time constant of the rise, in days; less than half of <paramref name="FadeDays"/>.</param>
/// <param name="FadeDays">Time constant of the decline, in days.</param>
sealed record TransientPeak(double PeakJd, double PeakMagnitude, double RiseDays, double FadeDays)
{
    /// <summary>Slope long before the peak, magnitudes per day; negative: it brightens.</summary>
    public double RiseRateMagPerDay => -AbMagnitude.ErrorFactor * ((1 / RiseDays) - (1 / FadeDays));

    /// <summary>Slope long after the peak, magnitudes per day; positive: it fades.</summary>
    public double FadeRateMagPerDay => AbMagnitude.ErrorFactor / FadeDays;
}
