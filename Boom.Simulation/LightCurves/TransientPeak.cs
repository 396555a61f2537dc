namespace Boom.Simulation.LightCurves;

/// <summary>A transient in one filter.</summary>
/// <param name="PeakJd">Julian date of the greatest flux.</param>
/// <param name="PeakMagnitude">Magnitude at that time.</param>
/// <param name="RiseDays">Time constant of the rise, in days; less than half of <paramref name="FadeDays"/>.</param>
/// <param name="FadeDays">Time constant of the decline, in days.</param>
public sealed record TransientPeak(double PeakJd, double PeakMagnitude, double RiseDays, double FadeDays)
{
    /// <summary>Slope long before the peak, magnitudes per day; negative: it brightens.</summary>
    public double RiseRateMagPerDay => -AbMagnitude.ErrorFactor * ((1 / RiseDays) - (1 / FadeDays));

    /// <summary>Slope long after the peak, magnitudes per day; positive: it fades.</summary>
    public double FadeRateMagPerDay => AbMagnitude.ErrorFactor / FadeDays;
}
