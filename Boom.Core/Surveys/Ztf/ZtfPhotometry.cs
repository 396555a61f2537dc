using Boom.Core.Alerts;
using Boom.Core.Photometry;

namespace Boom.Core.Surveys.Ztf;

/// <summary>Derived fields of ZTF sources: fluxes at zero point 23.9 in µJy × 10⁹, signal-to-noise ratios, bands.</summary>
static class ZtfPhotometry
{
    /// <summary>What stands for "no flux" in forced photometry.</summary>
    const float MissingFlux = -99999f;

    /// <summary>Fills the derived fields of a candidate whose fid is known.</summary>
    internal static void Derive(ZtfCandidate candidate)
    {
        candidate.Band = Bands.FromZtfFid(candidate.Fid)!;
        candidate.Ssnamenr = Designation(candidate.Ssnamenr);
        var psf = Flux(candidate.Magpsf, candidate.Sigmapsf, candidate.Isdiffpos);
        (candidate.PsfFlux, candidate.PsfFluxErr, candidate.SnrPsf) = psf;
        if (candidate is { Magap: { } magap, Sigmagap: { } sigmagap })
            (candidate.ApFlux, candidate.ApFluxErr, candidate.SnrAp) = Flux(magap, sigmagap, candidate.Isdiffpos);
    }

    /// <summary>Fills the derived fields of a history point; false when the point says too little to be kept.</summary>
    internal static bool Derive(ref ZtfPrvCandidate point)
    {
        if (Bands.FromZtfFid(point.Fid) is not { } band || !double.IsFinite(point.Jd))
            return false;
        point.Band = band;
        point.Ssnamenr = Designation(point.Ssnamenr);
        switch (point)
        {
            case { Magpsf: { } mag, Sigmapsf: { } magErr, Isdiffpos: { } positive }:
                (point.PsfFlux, point.PsfFluxErr, point.SnrPsf) = Flux(mag, magErr, positive);
                break;
            case { Magpsf: null, Sigmapsf: null, Isdiffpos: null, Diffmaglim: { } limit }:
                point.PsfFluxErr = Magnitudes.FluxErrFromLimit(limit, Magnitudes.ZtfZeroPoint) * Magnitudes.ZtfFluxScale;
                break;
            default:
                return false;
        }

        if (point is { Magap: { } magap, Sigmagap: { } sigmagap, Isdiffpos: { } isPositive })
            (point.ApFlux, point.ApFluxErr, point.SnrAp) = Flux(magap, sigmagap, isPositive);
        return true;
    }

    /// <summary>Fills the derived fields of a forced point; false when it has no error, no zero point or no known filter.</summary>
    internal static bool Derive(ref ZtfFpHist point)
    {
        point.Forcediffimflux = Present(point.Forcediffimflux);
        point.Forcediffimfluxunc = Present(point.Forcediffimfluxunc);
        if (Bands.FromZtfFid(point.Fid) is not { } band || !double.IsFinite(point.Jd)
            || point is not { Forcediffimfluxunc: { } unc, Magzpsci: { } zeroPoint })
            return false;
        point.Band = band;

        // The rescale to zero point 23.9 is the one step in double precision.
        var scale = Math.Pow(10, ((double)Magnitudes.ZtfZeroPoint - zeroPoint) / 2.5);
        point.PsfFluxErr = (float)((double)unc * Magnitudes.ZtfFluxScale * scale);
        if (point.Forcediffimflux is not { } flux)
            return true;
        point.PsfFlux = (float)((double)flux * Magnitudes.ZtfFluxScale * scale);
        var snr = MathF.Abs(flux) / unc;
        if (!(snr > Magnitudes.DetectionSnr))
            return true;
        (point.Magpsf, point.Sigmapsf) = Magnitudes.FromFlux(MathF.Abs(flux), unc, zeroPoint);
        point.Isdiffpos = flux > 0;
        point.SnrPsf = snr;
        return true;
    }

    /// <summary>The candidate as a point of its own light curve.</summary>
    internal static ZtfPrvCandidate ToPoint(ZtfCandidate c) => new()
    {
        Jd = c.Jd, Fid = c.Fid, Pid = c.Pid, Diffmaglim = c.Diffmaglim, Programpi = c.Programpi, Programid = c.Programid, Candid = c.Candid,
        Isdiffpos = c.Isdiffpos, Nid = c.Nid, Rcid = c.Rcid, Field = c.Field, Ra = c.Ra, Dec = c.Dec, Magpsf = c.Magpsf, Sigmapsf = c.Sigmapsf,
        Chipsf = c.Chipsf, Magap = c.Magap, Sigmagap = c.Sigmagap, Distnr = c.Distnr, Magnr = c.Magnr, Sigmagnr = c.Sigmagnr, Chinr = c.Chinr,
        Sharpnr = c.Sharpnr, Sky = c.Sky, Fwhm = c.Fwhm, Mindtoedge = c.Mindtoedge, Seeratio = c.Seeratio, Aimage = c.Aimage, Bimage = c.Bimage,
        Elong = c.Elong, Nneg = c.Nneg, Nbad = c.Nbad, Rb = c.Rb, Ssdistnr = c.Ssdistnr, Ssmagnr = c.Ssmagnr, Ssnamenr = c.Ssnamenr,
        Ranr = c.Ranr, Decnr = c.Decnr, Scorr = c.Scorr, Magzpsci = c.Magzpsci, Band = c.Band, PsfFlux = c.PsfFlux, PsfFluxErr = c.PsfFluxErr,
        SnrPsf = c.SnrPsf, ApFlux = c.ApFlux, ApFluxErr = c.ApFluxErr, SnrAp = c.SnrAp, Drb = c.Drb,
    };

    static (float Flux, float FluxErr, float Snr) Flux(float mag, float magErr, bool positive)
    {
        var (flux, fluxErr) = Magnitudes.ToFlux(mag, magErr, Magnitudes.ZtfZeroPoint);
        var scaled = flux * Magnitudes.ZtfFluxScale;
        return (positive ? scaled : -scaled, fluxErr * Magnitudes.ZtfFluxScale, flux / fluxErr);
    }

    static float? Present(float? flux) => flux is { } value && value != MissingFlux && !float.IsNaN(value) ? value : null;

    static string? Designation(string? name) =>
        string.IsNullOrEmpty(name) || string.Equals(name, "null", StringComparison.OrdinalIgnoreCase) ? null : name;
}
