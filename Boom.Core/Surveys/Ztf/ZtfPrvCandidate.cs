using Boom.Core.Avro;

namespace Boom.Core.Surveys.Ztf;

/// <summary>
/// One point of a ZTF alert's history: an earlier detection, an upper limit, or the candidate itself. Wire fields under their own names,
/// absent where the packet's schema version lacks them, then what is derived from them. Sentinels such as -999 are kept as sent.
/// </summary>
struct ZtfPrvCandidate : IDatedPoint
{
    /// <summary>Start of exposure, Julian date UTC, days.</summary>
    [AvroBind(Required = true)]
    public double Jd;

    /// <summary>Filter: 1 g, 2 r, 3 i.</summary>
    [AvroBind(Required = true)]
    public int Fid;

    /// <summary>Processing identifier of the image.</summary>
    public long Pid;

    /// <summary>5 σ limiting magnitude of the difference image, mag.</summary>
    public float? Diffmaglim;

    /// <summary>Principal investigator of the programme.</summary>
    public string? Programpi;

    /// <summary>Programme: 1 public, 2 partnership, 3 Caltech.</summary>
    public int Programid;

    /// <summary>Identifier of the candidate.</summary>
    public long? Candid;

    /// <summary>Whether the source is brighter than the reference.</summary>
    public AvroFlag? Isdiffpos;

    /// <summary>Identifier of the night; readout channel, 0 to 63; field of the sky grid.</summary>
    public int? Nid, Rcid, Field;

    /// <summary>Right ascension and declination, degrees.</summary>
    public double? Ra, Dec;

    /// <summary>PSF magnitude and its error, mag.</summary>
    public float? Magpsf, Sigmapsf;

    /// <summary>Reduced χ² of the PSF fit.</summary>
    public float? Chipsf;

    /// <summary>Aperture magnitude and its error, mag.</summary>
    public float? Magap, Sigmagap;

    /// <summary>Of the nearest reference source: distance, pixels; magnitude and its error, mag; chi and sharpness of DAOPhot.</summary>
    public float? Distnr, Magnr, Sigmagnr, Chinr, Sharpnr;

    /// <summary>Local background, DN.</summary>
    public float? Sky;

    /// <summary>Width of the source, pixels; distance to the nearest edge of the image, pixels; width over the seeing.</summary>
    public float? Fwhm, Mindtoedge, Seeratio;

    /// <summary>Semi-major and semi-minor axis, pixels; the one over the other.</summary>
    public float? Aimage, Bimage, Elong;

    /// <summary>Negative and bad pixels in a 5 × 5 box.</summary>
    public int? Nneg, Nbad;

    /// <summary>Real-bogus score, 0 to 1.</summary>
    public float? Rb;

    /// <summary>Of the nearest known solar-system object: distance, arcsec; predicted magnitude, mag; -999 for none.</summary>
    public float? Ssdistnr, Ssmagnr;

    /// <summary>Designation of that object.</summary>
    public string? Ssnamenr;

    /// <summary>Right ascension and declination of the nearest reference source, degrees.</summary>
    public double? Ranr, Decnr;

    /// <summary>Peak signal-to-noise ratio of the matched filter.</summary>
    public double? Scorr;

    /// <summary>Zero point of the science image, mag.</summary>
    public float? Magzpsci;

    /// <summary>Band of <see cref="Fid"/>.</summary>
    [AvroBind(Ignore = true)]
    public string Band;

    /// <summary>Signed PSF flux, µJy × 10⁹.</summary>
    [AvroBind(Ignore = true)]
    public float? PsfFlux;

    /// <summary>Error of the PSF flux, µJy × 10⁹, positive.</summary>
    [AvroBind(Ignore = true)]
    public float PsfFluxErr;

    /// <summary>Signal-to-noise ratio of the PSF flux, positive.</summary>
    [AvroBind(Ignore = true)]
    public float? SnrPsf;

    /// <summary>Signed aperture flux and its error, µJy × 10⁹; signal-to-noise ratio; the latter two positive.</summary>
    [AvroBind(Ignore = true)]
    public float? ApFlux, ApFluxErr, SnrAp;

    /// <summary>Deep-learning real-bogus score, 0 to 1; only the candidate's own point has one.</summary>
    [AvroBind(Ignore = true)]
    public float? Drb;

    readonly double IDatedPoint.Jd => Jd;
}
