using System.Text.Json;

namespace Boom.Simulation.LightCurves;

/// <summary>
/// Nothing varies here: the star in the reference image subtracts badly, now and then, to either side. The noiseless difference is 0, so
/// what the packets say of it is residual, not light.
/// </summary>
public sealed class ArtefactCurve : LightCurve
{
    internal ArtefactCurve(double starG, double starR, double residualShare)
    {
        StarG = starG;
        StarR = starR;
        ResidualShare = residualShare;
    }

    /// <summary>Magnitude of the star in g.</summary>
    public double StarG { get; }

    /// <summary>Magnitude of the star in r.</summary>
    public double StarR { get; }

    /// <summary>Share of the exposures that leave a residual, 0 to 1.</summary>
    public double ResidualShare { get; }

    /// <inheritdoc/>
    public override double ReferenceMagnitude(int fid) => fid == 1 ? StarG : StarR;

    /// <inheritdoc/>
    public override double DifferenceFluxMicroJy(double jd, int fid) => 0;

    internal override void WriteProperties(Utf8JsonWriter json)
    {
        json.WriteNumber("star_g", StarG);
        json.WriteNumber("star_r", StarR);
        json.WriteNumber("residual_share", ResidualShare);
    }
}
