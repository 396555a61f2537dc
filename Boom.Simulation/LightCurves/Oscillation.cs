namespace Boom.Simulation.LightCurves;

/// <summary>One sinusoid of a light curve in magnitudes.</summary>
/// <param name="PeriodDays">Period in days.</param>
/// <param name="AmplitudeMag">Half of the swing, in magnitudes in g; the curve's <c>RedFactor</c> scales it in r.</param>
/// <param name="PhaseTurns">Phase at JD 2458000, in turns.</param>
public readonly record struct Oscillation(double PeriodDays, double AmplitudeMag, double PhaseTurns);
