using Boom.Core.Photometry;

namespace Boom.Core.Surveys.Lsst;

/// <summary>
/// Magnitudes and ratios derived from fluxes in nJy, in single precision. NaN stands for what is absent, going in and coming out: no value that comes out is
/// infinite or no real magnitude.
/// </summary>
static class LsstPhotometry
{
    /// <summary>AB zero point of fluxes in nJy, magnitudes.</summary>
    public const float ZeroPoint = 8.90f + 22.5f;

    /// <summary>Significance of the limiting magnitude.</summary>
    const float LimitSigmas = 5f;

    /// <summary>Magnitude of the absolute flux, and its error.</summary>
    public static (float Mag, float MagErr) Magnitude(float flux, float fluxErr)
    {
        var (mag, magErr) = Magnitudes.FromFlux(MathF.Abs(flux), fluxErr, ZeroPoint);
        return Magnitudes.IsReal(mag) ? (mag, Magnitudes.IsRealError(magErr) ? magErr : float.NaN) : (float.NaN, float.NaN);
    }

    /// <summary>Signal-to-noise ratio, positive.</summary>
    public static float Snr(float flux, float fluxErr) =>
        MathF.Abs(flux) / fluxErr is var snr && fluxErr > 0 && float.IsFinite(snr) ? snr : float.NaN;

    /// <summary>Magnitude of a flux of five times the error.</summary>
    public static float Limit(float fluxErr) =>
        (-2.5f * MathF.Log10(LimitSigmas * fluxErr)) + ZeroPoint is var limit && Magnitudes.IsReal(limit) ? limit : float.NaN;

    /// <summary>χ² per point.</summary>
    public static float ReducedChi2(float chi2, long? points) =>
        points is > 0 && chi2 / points.Value is var reduced && float.IsFinite(reduced) ? reduced : float.NaN;
}
