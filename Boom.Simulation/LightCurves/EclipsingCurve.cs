using System.Text.Json;

namespace Boom.Simulation.LightCurves;

/// <summary>An eclipsing binary: constant but for two dips of Gaussian shape in each period. The reference image holds its constant light.</summary>
public sealed class EclipsingCurve : LightCurve
{
    readonly double _referenceG;
    readonly double _referenceR;

    internal EclipsingCurve(double meanG, double meanR, double periodDays, double epochJd, double widthTurns, double primary, double secondary)
    {
        MeanG = meanG;
        MeanR = meanR;
        PeriodDays = periodDays;
        EpochJd = epochJd;
        WidthTurns = widthTurns;
        PrimaryDepth = primary;
        SecondaryDepth = secondary;
        _referenceG = AbMagnitude.ToFlux(meanG);
        _referenceR = AbMagnitude.ToFlux(meanR);
    }

    /// <summary>Magnitude in g out of eclipse.</summary>
    public double MeanG { get; }

    /// <summary>Magnitude in r out of eclipse.</summary>
    public double MeanR { get; }

    /// <summary>Period in days.</summary>
    public double PeriodDays { get; }

    /// <summary>Julian date of a primary eclipse.</summary>
    public double EpochJd { get; }

    /// <summary>Standard deviation of a dip, as a fraction of the period.</summary>
    public double WidthTurns { get; }

    /// <summary>Depth of the primary eclipse in magnitudes.</summary>
    public double PrimaryDepth { get; }

    /// <summary>Depth of the secondary eclipse, half a period later, in magnitudes.</summary>
    public double SecondaryDepth { get; }

    /// <inheritdoc/>
    public override double ReferenceMagnitude(int fid) => fid == 1 ? MeanG : MeanR;

    /// <inheritdoc/>
    public override double DifferenceFluxMicroJy(double jd, int fid)
    {
        var turns = (jd - EpochJd) / PeriodDays;
        var dimming = (PrimaryDepth * Dip(turns)) + (SecondaryDepth * Dip(turns + 0.5));
        return (fid == 1 ? _referenceG : _referenceR) * (PortableMath.Pow10(-0.4 * dimming) - 1);
    }

    internal override void WriteProperties(Utf8JsonWriter json)
    {
        json.WriteNumber("mean_g", MeanG);
        json.WriteNumber("mean_r", MeanR);
        json.WriteNumber("period_days", PeriodDays);
        json.WriteNumber("epoch_jd", EpochJd);
        json.WriteNumber("width_turns", WidthTurns);
        json.WriteNumber("primary_depth_mag", PrimaryDepth);
        json.WriteNumber("secondary_depth_mag", SecondaryDepth);
    }

    double Dip(double turns)
    {
        var distance = (turns - Math.Floor(turns + 0.5)) / WidthTurns;
        return PortableMath.Exp(-0.5 * distance * distance);
    }
}
