using System.Text.Json;

namespace Boom.Simulation.LightCurves;

/// <summary>An asteroid: at this place for the length of one exposure. Nothing is in the reference image.</summary>
/// <param name="passageJd">Julian date at which it is here.</param>
/// <param name="magnitudeG">Magnitude in g.</param>
/// <param name="magnitudeR">Magnitude in r.</param>
sealed class PassingCurve(double passageJd, double magnitudeG, double magnitudeR) : LightCurve
{
    // Two minutes: longer than an exposure, shorter than the time between two visits.
    const double HalfStayDays = 1.0 / 1440;

    readonly double _fluxG = AbMagnitude.ToFlux(magnitudeG);
    readonly double _fluxR = AbMagnitude.ToFlux(magnitudeR);

    public double PassageJd => passageJd;

    public double MagnitudeG => magnitudeG;

    public double MagnitudeR => magnitudeR;

    protected override double Flux(double jd, bool inG) =>
        Math.Abs(jd - passageJd) > HalfStayDays ? 0 : inG ? _fluxG : _fluxR;

    internal override LightCurve Fainter(double magnitudes) => new PassingCurve(
        passageJd, AbMagnitude.Round(magnitudeG + magnitudes), AbMagnitude.Round(magnitudeR + magnitudes));

    internal override void WriteProperties(Utf8JsonWriter json)
    {
        json.WriteNumber("passage_jd", passageJd);
        json.WriteNumber("mag_g", magnitudeG);
        json.WriteNumber("mag_r", magnitudeR);
    }
}
