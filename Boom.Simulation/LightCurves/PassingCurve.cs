using System.Text.Json;

namespace Boom.Simulation.LightCurves;

/// <summary>An asteroid: at this place for the length of one exposure. Nothing is in the reference image.</summary>
public sealed class PassingCurve : LightCurve
{
    // Two minutes: longer than an exposure, shorter than the time between two visits.
    const double HalfStayDays = 1.0 / 1440;

    readonly double _fluxG;
    readonly double _fluxR;

    internal PassingCurve(double passageJd, double magnitudeG, double magnitudeR)
    {
        PassageJd = passageJd;
        MagnitudeG = magnitudeG;
        MagnitudeR = magnitudeR;
        _fluxG = AbMagnitude.ToFlux(magnitudeG);
        _fluxR = AbMagnitude.ToFlux(magnitudeR);
    }

    /// <summary>Julian date at which it is here.</summary>
    public double PassageJd { get; }

    /// <summary>Magnitude in g.</summary>
    public double MagnitudeG { get; }

    /// <summary>Magnitude in r.</summary>
    public double MagnitudeR { get; }

    /// <inheritdoc/>
    public override double DifferenceFluxMicroJy(double jd, int fid) =>
        Math.Abs(jd - PassageJd) > HalfStayDays ? 0 : fid == 1 ? _fluxG : _fluxR;

    internal override void WriteProperties(Utf8JsonWriter json)
    {
        json.WriteNumber("passage_jd", PassageJd);
        json.WriteNumber("mag_g", MagnitudeG);
        json.WriteNumber("mag_r", MagnitudeR);
    }
}
