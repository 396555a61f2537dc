namespace Boom.Core.Photometry;

/// <summary>
/// Flux and magnitude, in single precision as the stored values are: the rounding is part of the data.
/// </summary>
public static class Magnitudes
{
    /// <summary>AB zero point of fluxes in µJy, magnitudes.</summary>
    public const float MicrojanskyZeroPoint = 23.9f;

    /// <summary>2.5 / ln 10: relative flux error to magnitude error.</summary>
    public const float ErrorFactor = 1.0857362047581294f;

    /// <summary>Signal-to-noise ratio above which forced photometry is a detection.</summary>
    public const float DetectionSnr = 3f;

    // Surveys write -999, 0 or 99 for a magnitude that they do not have.
    const float FaintestMagnitude = 50f;

    /// <summary>Whether a magnitude, limit or zero point can be real: above 0, below 50 mag. Sentinels and NaN are not.</summary>
    public static bool IsReal(double mag) => mag is > 0 and < FaintestMagnitude;

    /// <summary>Whether the error of a magnitude or flux can be real: positive and finite.</summary>
    public static bool IsRealError(double error) => error > 0 && double.IsFinite(error);

    /// <summary>Magnitude and its error of a positive flux; infinite for a flux of 0.</summary>
    public static (float Mag, float MagErr) FromFlux(float flux, float fluxErr, float zeroPoint) =>
        ((-2.5f * MathF.Log10(flux)) + zeroPoint, ErrorFactor * (fluxErr / flux));

    /// <summary>Flux and its error of a magnitude, in units of the zero point.</summary>
    public static (float Flux, float FluxErr) ToFlux(float mag, float magErr, float zeroPoint)
    {
        var flux = MathF.Pow(10f, -0.4f * (mag - zeroPoint));
        return (flux, magErr / ErrorFactor * flux);
    }

    /// <summary>Flux error of a 5 σ limiting magnitude, in units of the zero point.</summary>
    public static float FluxErrFromLimit(float limit, float zeroPoint) => MathF.Pow(10f, (limit - zeroPoint) / -2.5f) / 5f;
}
