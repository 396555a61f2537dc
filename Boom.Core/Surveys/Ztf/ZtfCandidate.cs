using Boom.Core.Avro;

namespace Boom.Core.Surveys.Ztf;

/// <summary>
/// The difference-image source of a ZTF alert: wire fields under their own names, absent where the packet's schema
/// version lacks them, then what is derived from them. Sentinels such as -999 are kept as sent.
/// </summary>
public sealed class ZtfCandidate
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
    [AvroBind(Required = true)]
    public long Candid { get; set; }

    /// <summary>Whether the source is brighter than the reference.</summary>
    [AvroBind(Required = true)]
    public AvroFlag Isdiffpos { get; set; }

    /// <summary>Night identifier.</summary>
    public int? Nid { get; set; }

    /// <summary>Readout channel, 0 to 63.</summary>
    public int? Rcid { get; set; }

    /// <summary>Field of the sky grid.</summary>
    public int? Field { get; set; }

    /// <summary>Right ascension, degrees.</summary>
    [AvroBind(Required = true)]
    public double Ra { get; set; }

    /// <summary>Declination, degrees.</summary>
    [AvroBind(Required = true)]
    public double Dec { get; set; }

    /// <summary>PSF magnitude, mag.</summary>
    [AvroBind(Required = true)]
    public float Magpsf { get; set; }

    /// <summary>Error of magpsf, mag.</summary>
    [AvroBind(Required = true)]
    public float Sigmapsf { get; set; }

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

    /// <summary>Star-galaxy score, 0 to 1.</summary>
    public float? Classtar { get; set; }

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
    public double Ranr { get; set; }

    /// <summary>Declination of the nearest reference source, degrees.</summary>
    public double Decnr { get; set; }

    /// <summary>g magnitude of Pan-STARRS neighbour 1, mag; -999 for none.</summary>
    public float? Sgmag1 { get; set; }

    /// <summary>r magnitude of Pan-STARRS neighbour 1, mag; -999 for none.</summary>
    public float? Srmag1 { get; set; }

    /// <summary>i magnitude of Pan-STARRS neighbour 1, mag; -999 for none.</summary>
    public float? Simag1 { get; set; }

    /// <summary>z magnitude of Pan-STARRS neighbour 1, mag; -999 for none.</summary>
    public float? Szmag1 { get; set; }

    /// <summary>Star-galaxy score of Pan-STARRS neighbour 1: 1 star, 0 galaxy.</summary>
    public float? Sgscore1 { get; set; }

    /// <summary>Distance to Pan-STARRS neighbour 1, arcsec.</summary>
    public float? Distpsnr1 { get; set; }

    /// <summary>Detections at this place so far.</summary>
    public int Ndethist { get; set; }

    /// <summary>Observations of this place so far.</summary>
    public int Ncovhist { get; set; }

    /// <summary>Earliest detection at this place, Julian date, days.</summary>
    public double? Jdstarthist { get; set; }

    /// <summary>Peak signal-to-noise ratio of the matched filter.</summary>
    public double? Scorr { get; set; }

    /// <summary>g magnitude of Pan-STARRS neighbour 2, mag; -999 for none.</summary>
    public float? Sgmag2 { get; set; }

    /// <summary>r magnitude of Pan-STARRS neighbour 2, mag; -999 for none.</summary>
    public float? Srmag2 { get; set; }

    /// <summary>i magnitude of Pan-STARRS neighbour 2, mag; -999 for none.</summary>
    public float? Simag2 { get; set; }

    /// <summary>z magnitude of Pan-STARRS neighbour 2, mag; -999 for none.</summary>
    public float? Szmag2 { get; set; }

    /// <summary>Star-galaxy score of Pan-STARRS neighbour 2: 1 star, 0 galaxy.</summary>
    public float? Sgscore2 { get; set; }

    /// <summary>Distance to Pan-STARRS neighbour 2, arcsec.</summary>
    public float? Distpsnr2 { get; set; }

    /// <summary>g magnitude of Pan-STARRS neighbour 3, mag; -999 for none.</summary>
    public float? Sgmag3 { get; set; }

    /// <summary>r magnitude of Pan-STARRS neighbour 3, mag; -999 for none.</summary>
    public float? Srmag3 { get; set; }

    /// <summary>i magnitude of Pan-STARRS neighbour 3, mag; -999 for none.</summary>
    public float? Simag3 { get; set; }

    /// <summary>z magnitude of Pan-STARRS neighbour 3, mag; -999 for none.</summary>
    public float? Szmag3 { get; set; }

    /// <summary>Star-galaxy score of Pan-STARRS neighbour 3: 1 star, 0 galaxy.</summary>
    public float? Sgscore3 { get; set; }

    /// <summary>Distance to Pan-STARRS neighbour 3, arcsec.</summary>
    public float? Distpsnr3 { get; set; }

    /// <summary>Pan-STARRS sources within 30 arcsec.</summary>
    public int Nmtchps { get; set; }

    /// <summary>Signal over noise of the pixel residuals.</summary>
    public float? Dsnrms { get; set; }

    /// <summary>Signal over noise of the source in the science image.</summary>
    public float? Ssnrms { get; set; }

    /// <summary>dsnrms minus ssnrms.</summary>
    public float? Dsdiff { get; set; }

    /// <summary>Zero point of the science image, mag.</summary>
    public float? Magzpsci { get; set; }

    /// <summary>Error of magzpsci, mag.</summary>
    public float? Magzpsciunc { get; set; }

    /// <summary>Scatter of the calibration stars, mag.</summary>
    public float? Magzpscirms { get; set; }

    /// <summary>Colour coefficient of the calibration.</summary>
    public float? Clrcoeff { get; set; }

    /// <summary>Error of clrcoeff.</summary>
    public float? Clrcounc { get; set; }

    /// <summary>Median zero point of the calibration stars, mag.</summary>
    public float? Zpmed { get; set; }

    /// <summary>Distance to the nearest Gaia source, arcsec; -999 for none.</summary>
    public float? Neargaia { get; set; }

    /// <summary>Distance to the nearest Gaia source brighter than 14 mag, arcsec; -999 for none.</summary>
    public float? Neargaiabright { get; set; }

    /// <summary>G magnitude of the nearest Gaia source, mag.</summary>
    public float? Maggaia { get; set; }

    /// <summary>G magnitude of the nearest bright Gaia source, mag.</summary>
    public float? Maggaiabright { get; set; }

    /// <summary>Exposure time, seconds.</summary>
    public float? Exptime { get; set; }

    /// <summary>Deep-learning real-bogus score, 0 to 1.</summary>
    public float? Drb { get; set; }

    /// <summary>Band of <see cref="Fid"/>.</summary>
    [AvroBind(Ignore = true)]
    public string Band { get; set; } = "";

    /// <summary>Signed PSF flux, µJy × 10⁹.</summary>
    [AvroBind(Ignore = true)]
    public float PsfFlux { get; set; }

    /// <summary>Error of the PSF flux, µJy × 10⁹, positive.</summary>
    [AvroBind(Ignore = true)]
    public float PsfFluxErr { get; set; }

    /// <summary>Signal-to-noise ratio of the PSF flux, positive.</summary>
    [AvroBind(Ignore = true)]
    public float SnrPsf { get; set; }

    /// <summary>Signed aperture flux, µJy × 10⁹.</summary>
    [AvroBind(Ignore = true)]
    public float? ApFlux { get; set; }

    /// <summary>Error of the aperture flux, µJy × 10⁹, positive.</summary>
    [AvroBind(Ignore = true)]
    public float? ApFluxErr { get; set; }

    /// <summary>Signal-to-noise ratio of the aperture flux, positive.</summary>
    [AvroBind(Ignore = true)]
    public float? SnrAp { get; set; }
}
