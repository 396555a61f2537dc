using Boom.Core.Avro;

namespace Boom.Core.Surveys.Ztf;

/// <summary>
/// One point of a ZTF alert's history: an earlier detection, an upper limit, or the candidate itself.
/// </summary>
public struct ZtfPrvCandidate : IZtfPoint
{
    /// <summary>Start of exposure, Julian date UTC, days.</summary>
    [AvroBind(Required = true)]
    public double Jd { get; set; }

    /// <summary>Filter: 1 g, 2 r, 3 i.</summary>
    [AvroBind(Required = true)]
    public int Fid { get; set; }

    /// <summary>Processing identifier of the image.</summary>
    public long Pid { get; set; }

    /// <summary>5 σ limiting magnitude of the difference image, mag.</summary>
    public float? Diffmaglim { get; set; }

    /// <summary>Principal investigator of the programme.</summary>
    public string? Programpi { get; set; }

    /// <summary>Programme: 1 public, 2 partnership, 3 Caltech.</summary>
    public int Programid { get; set; }

    /// <summary>Identifier of the candidate.</summary>
    public long? Candid { get; set; }

    /// <summary>Whether the source is brighter than the reference.</summary>
    public AvroFlag? Isdiffpos { get; set; }

    /// <summary>Night identifier.</summary>
    public int? Nid { get; set; }

    /// <summary>Readout channel, 0 to 63.</summary>
    public int? Rcid { get; set; }

    /// <summary>Field of the sky grid.</summary>
    public int? Field { get; set; }

    /// <summary>Right ascension, degrees.</summary>
    public double? Ra { get; set; }

    /// <summary>Declination, degrees.</summary>
    public double? Dec { get; set; }

    /// <summary>PSF magnitude, mag.</summary>
    public float? Magpsf { get; set; }

    /// <summary>Error of magpsf, mag.</summary>
    public float? Sigmapsf { get; set; }

    /// <summary>Reduced χ² of the PSF fit.</summary>
    public float? Chipsf { get; set; }

    /// <summary>Aperture magnitude, mag.</summary>
    public float? Magap { get; set; }

    /// <summary>Error of magap, mag.</summary>
    public float? Sigmagap { get; set; }

    /// <summary>Distance to the nearest reference source, pixels.</summary>
    public float? Distnr { get; set; }

    /// <summary>Magnitude of that source, mag.</summary>
    public float? Magnr { get; set; }

    /// <summary>Error of magnr, mag.</summary>
    public float? Sigmagnr { get; set; }

    /// <summary>DAOPhot chi of that source.</summary>
    public float? Chinr { get; set; }

    /// <summary>DAOPhot sharpness of that source.</summary>
    public float? Sharpnr { get; set; }

    /// <summary>Local background, DN.</summary>
    public float? Sky { get; set; }

    /// <summary>Width of the source, pixels.</summary>
    public float? Fwhm { get; set; }

    /// <summary>Distance to the nearest edge of the image, pixels.</summary>
    public float? Mindtoedge { get; set; }

    /// <summary>Width of the source over the seeing.</summary>
    public float? Seeratio { get; set; }

    /// <summary>Semi-major axis, pixels.</summary>
    public float? Aimage { get; set; }

    /// <summary>Semi-minor axis, pixels.</summary>
    public float? Bimage { get; set; }

    /// <summary>aimage over bimage.</summary>
    public float? Elong { get; set; }

    /// <summary>Negative pixels in a 5 × 5 box.</summary>
    public int? Nneg { get; set; }

    /// <summary>Bad pixels in a 5 × 5 box.</summary>
    public int? Nbad { get; set; }

    /// <summary>Real-bogus score, 0 to 1.</summary>
    public float? Rb { get; set; }

    /// <summary>Distance to the nearest known solar-system object, arcsec; -999 for none.</summary>
    public float? Ssdistnr { get; set; }

    /// <summary>Predicted magnitude of that object, mag; -999 for none.</summary>
    public float? Ssmagnr { get; set; }

    /// <summary>Designation of that object.</summary>
    public string? Ssnamenr { get; set; }

    /// <summary>Right ascension of the nearest reference source, degrees.</summary>
    public double? Ranr { get; set; }

    /// <summary>Declination of the nearest reference source, degrees.</summary>
    public double? Decnr { get; set; }

    /// <summary>Peak signal-to-noise ratio of the matched filter.</summary>
    public double? Scorr { get; set; }

    /// <summary>Zero point of the science image, mag.</summary>
    public float? Magzpsci { get; set; }

    /// <summary>Band of <see cref="Fid"/>.</summary>
    [AvroBind(Ignore = true)]
    public string Band { get; set; }

    /// <summary>Signed PSF flux, µJy × 10⁹.</summary>
    [AvroBind(Ignore = true)]
    public float? PsfFlux { get; set; }

    /// <summary>Error of the PSF flux, µJy × 10⁹, positive.</summary>
    [AvroBind(Ignore = true)]
    public float PsfFluxErr { get; set; }

    /// <summary>Signal-to-noise ratio of the PSF flux, positive.</summary>
    [AvroBind(Ignore = true)]
    public float? SnrPsf { get; set; }

    /// <summary>Signed aperture flux, µJy × 10⁹.</summary>
    [AvroBind(Ignore = true)]
    public float? ApFlux { get; set; }

    /// <summary>Error of the aperture flux, µJy × 10⁹, positive.</summary>
    [AvroBind(Ignore = true)]
    public float? ApFluxErr { get; set; }

    /// <summary>Signal-to-noise ratio of the aperture flux, positive.</summary>
    [AvroBind(Ignore = true)]
    public float? SnrAp { get; set; }

    /// <summary>Deep-learning real-bogus score; only the candidate's own point has one.</summary>
    [AvroBind(Ignore = true)]
    public float? Drb { get; set; }
}
