using System.Text.Json;

namespace Boom.Simulation.LightCurves;

/// <summary>A stellar flare: sudden, then an exponential decline within hours. The reference image holds the quiet star.</summary>
public sealed class FlareCurve : LightCurve
{
    readonly double _peakG;
    readonly double _peakR;

    internal FlareCurve(double startJd, double decayDays, double peakG, double peakR, double quietG, double quietR)
    {
        StartJd = startJd;
        DecayDays = decayDays;
        PeakG = peakG;
        PeakR = peakR;
        QuietG = quietG;
        QuietR = quietR;
        _peakG = AbMagnitude.ToFlux(peakG);
        _peakR = AbMagnitude.ToFlux(peakR);
    }

    /// <summary>Julian date of the outbreak and the peak.</summary>
    public double StartJd { get; }

    /// <summary>Time constant of the decline, in days.</summary>
    public double DecayDays { get; }

    /// <summary>Magnitude of the flare alone at its peak, in g.</summary>
    public double PeakG { get; }

    /// <summary>Magnitude of the flare alone at its peak, in r.</summary>
    public double PeakR { get; }

    /// <summary>Magnitude of the quiet star in g.</summary>
    public double QuietG { get; }

    /// <summary>Magnitude of the quiet star in r.</summary>
    public double QuietR { get; }

    /// <inheritdoc/>
    public override double ReferenceMagnitude(int fid) => fid == 1 ? QuietG : QuietR;

    /// <inheritdoc/>
    public override double DifferenceFluxMicroJy(double jd, int fid) =>
        jd < StartJd ? 0 : (fid == 1 ? _peakG : _peakR) * PortableMath.Exp((StartJd - jd) / DecayDays);

    internal override void WriteProperties(Utf8JsonWriter json)
    {
        json.WriteNumber("start_jd", StartJd);
        json.WriteNumber("decay_days", DecayDays);
        json.WriteNumber("peak_mag_g", PeakG);
        json.WriteNumber("peak_mag_r", PeakR);
        json.WriteNumber("quiet_g", QuietG);
        json.WriteNumber("quiet_r", QuietR);
    }
}
