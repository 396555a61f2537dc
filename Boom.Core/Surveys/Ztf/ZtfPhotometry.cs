using Boom.Core.Alerts;
using Boom.Core.Photometry;

namespace Boom.Core.Surveys.Ztf;

/// <summary>Derived fields of ZTF sources: fluxes at zero point 23.9 in µJy × 10⁹, signal-to-noise ratios, bands.</summary>
static class ZtfPhotometry
{
    /// <summary>What stands for "no flux" in forced photometry.</summary>
    const float MissingFlux = -99999f;

    /// <summary>Scale of stored fluxes: µJy × 10⁹, that is 10⁻¹⁵ Jy.</summary>
    const float FluxScale = 1e9f;

    /// <summary>Band of a filter identifier 1, 2, 3; null for any other.</summary>
    internal static string? BandOf(int fid) => fid switch
    {
        1 => "g",
        2 => "r",
        3 => "i",
        _ => null,
    };

    /// <summary>Fills the derived fields of a candidate or a history point; false when the point says too little to be kept, or what cannot be.</summary>
    internal static bool Derive(ref ZtfPrvCandidate point)
    {
        if (BandOf(point.Fid) is not { } band || !JulianDate.IsPlausible(point.Jd))
            return false;
        point.Band = band;
        point.Ssnamenr = Designation(point.Ssnamenr);
        switch (point)
        {
            case { Isdiffpos: { } positive }:
                if (Flux(point.Magpsf, point.Sigmapsf, positive) is not { } psf)
                    return false;
                (point.PsfFlux, point.PsfFluxErr, point.SnrPsf) = psf;
                if (Flux(point.Magap, point.Sigmagap, positive) is { } aperture)
                    (point.ApFlux, point.ApFluxErr, point.SnrAp) = aperture;
                return true;
            case { Magpsf: null, Sigmapsf: null, Diffmaglim: { } limit } when Magnitudes.IsReal(limit):
                point.PsfFluxErr = Magnitudes.FluxErrFromLimit(limit, Magnitudes.MicrojanskyZeroPoint) * FluxScale;
                return true;
            default:
                return false;
        }
    }

    /// <summary>Fills the derived fields of a forced point; false when it has no error, no zero point or no known filter, or what cannot be.</summary>
    internal static bool Derive(ref ZtfFpHist point)
    {
        point.Forcediffimflux = Present(point.Forcediffimflux);
        point.Forcediffimfluxunc = Present(point.Forcediffimfluxunc);
        if (BandOf(point.Fid) is not { } band || !JulianDate.IsPlausible(point.Jd)
            || point is not { Forcediffimfluxunc: { } unc, Magzpsci: { } zeroPoint } || !Magnitudes.IsReal(zeroPoint))
            return false;
        point.Band = band;

        // The rescale to zero point 23.9 is the one step in double precision.
        var scale = Math.Pow(10, ((double)Magnitudes.MicrojanskyZeroPoint - zeroPoint) / 2.5);
        point.PsfFluxErr = (float)((double)unc * FluxScale * scale);
        if (!Magnitudes.IsRealError(point.PsfFluxErr))
            return false;
        if (point.Forcediffimflux is not { } flux)
            return true;
        var scaled = (float)((double)flux * FluxScale * scale);
        point.PsfFlux = scaled;
        if (!float.IsFinite(scaled))
            return false;
        var snr = MathF.Abs(flux) / unc;
        if (!(snr > Magnitudes.DetectionSnr))
            return true;
        var (mag, magErr) = Magnitudes.FromFlux(MathF.Abs(flux), unc, zeroPoint);
        (point.Magpsf, point.Sigmapsf, point.Isdiffpos, point.SnrPsf) = (mag, magErr, flux > 0, snr);
        return Magnitudes.IsReal(mag) && Magnitudes.IsRealError(magErr) && float.IsFinite(snr);
    }

    // None of a sentinel, of what is not there, or where the result is beyond single precision.
    static (float Flux, float FluxErr, float Snr)? Flux(float? mag, float? magErr, bool positive)
    {
        if (mag is not { } m || magErr is not { } e || !Magnitudes.IsReal(m) || !Magnitudes.IsRealError(e))
            return null;
        var (flux, fluxErr) = Magnitudes.ToFlux(m, e, Magnitudes.MicrojanskyZeroPoint);
        var scaled = flux * FluxScale;
        var scaledErr = fluxErr * FluxScale;
        var snr = flux / fluxErr;
        return float.IsFinite(scaledErr) && float.IsFinite(snr) ? (positive ? scaled : -scaled, scaledErr, snr) : null;
    }

    static float? Present(float? flux) => flux is { } value && value != MissingFlux && float.IsFinite(value) ? value : null;

    static string? Designation(string? name) =>
        string.IsNullOrEmpty(name) || string.Equals(name, "null", StringComparison.OrdinalIgnoreCase) ? null : name;
}
