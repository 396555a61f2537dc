using Boom.Core.Avro;

namespace Boom.Core.Surveys.Ztf;

/// <summary>One point of forced photometry (schema 4.01 and later).</summary>
struct ZtfFpHist : IDatedPoint
{
    /// <summary>Field of the sky grid; readout channel, 0 to 63.</summary>
    public int? Field, Rcid;

    /// <summary>Filter: 1 g, 2 r, 3 i.</summary>
    [AvroBind(Required = true)]
    public int Fid;

    /// <summary>Processing identifier of the image, and identifier of the reference image.</summary>
    public long Pid, Rfid;

    /// <summary>Zero point of the science image, its error, and scatter of the calibration stars, mag.</summary>
    public float? Magzpsci, Magzpsciunc, Magzpscirms;

    /// <summary>Exposure time, seconds.</summary>
    public float? Exptime;

    /// <summary>5 σ limiting magnitude of the difference image, mag.</summary>
    public float? Diffmaglim;

    /// <summary>Programme: 1 public, 2 partnership, 3 Caltech.</summary>
    public int Programid;

    /// <summary>Start of exposure, Julian date UTC, days.</summary>
    [AvroBind(Required = true)]
    public double Jd;

    /// <summary>Forced flux on the difference image and its error, DN; -99999 for none.</summary>
    public float? Forcediffimflux, Forcediffimfluxunc;

    /// <summary>Status of the forced photometry: 0 is sound.</summary>
    public string? Procstatus;

    /// <summary>Of the nearest reference source: distance, pixels; magnitude and its error, mag; chi and sharpness of DAOPhot.</summary>
    public float? Distnr, Magnr, Sigmagnr, Chinr, Sharpnr;

    /// <summary>Band of <see cref="Fid"/>.</summary>
    [AvroBind(Ignore = true)]
    public string Band;

    /// <summary>Magnitude of the absolute flux and its error, mag; detections only.</summary>
    [AvroBind(Ignore = true)]
    public float? Magpsf, Sigmapsf;

    /// <summary>Signed flux at zero point 23.9, µJy × 10⁹.</summary>
    [AvroBind(Ignore = true)]
    public float? PsfFlux;

    /// <summary>Error of the flux, µJy × 10⁹.</summary>
    [AvroBind(Ignore = true)]
    public float PsfFluxErr;

    /// <summary>Whether the flux is positive; detections only.</summary>
    [AvroBind(Ignore = true)]
    public bool? Isdiffpos;

    /// <summary>Absolute signal-to-noise ratio; detections only.</summary>
    [AvroBind(Ignore = true)]
    public float? SnrPsf;

    readonly double IDatedPoint.Jd => Jd;
}
