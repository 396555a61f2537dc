using Boom.Core.Avro;

namespace Boom.Core.Surveys.Ztf;

/// <summary>One point of forced photometry (schema 4.01 and later).</summary>
public struct ZtfFpHist : IZtfPoint
{
    /// <summary>Field of the sky grid.</summary>
    public int? Field { get; set; }

    /// <summary>Readout channel, 0 to 63.</summary>
    public int? Rcid { get; set; }

    /// <summary>Filter: 1 g, 2 r, 3 i.</summary>
    [AvroBind(Required = true)]
    public int Fid { get; set; }

    /// <summary>Processing identifier of the image.</summary>
    public long Pid { get; set; }

    /// <summary>Identifier of the reference image.</summary>
    public long Rfid { get; set; }

    /// <summary>Zero point of the science image, mag.</summary>
    public float? Magzpsci { get; set; }

    /// <summary>Error of magzpsci, mag.</summary>
    public float? Magzpsciunc { get; set; }

    /// <summary>Scatter of the calibration stars, mag.</summary>
    public float? Magzpscirms { get; set; }

    /// <summary>Exposure time, seconds.</summary>
    public float? Exptime { get; set; }

    /// <summary>5 σ limiting magnitude of the difference image, mag.</summary>
    public float? Diffmaglim { get; set; }

    /// <summary>Programme: 1 public, 2 partnership, 3 Caltech.</summary>
    public int Programid { get; set; }

    /// <summary>Start of exposure, Julian date UTC, days.</summary>
    [AvroBind(Required = true)]
    public double Jd { get; set; }

    /// <summary>Forced flux on the difference image, DN; -99999 for none.</summary>
    public float? Forcediffimflux { get; set; }

    /// <summary>Error of forcediffimflux, DN; -99999 for none.</summary>
    public float? Forcediffimfluxunc { get; set; }

    /// <summary>Status of the forced photometry: 0 is sound.</summary>
    public string? Procstatus { get; set; }

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

    /// <summary>Band of <see cref="Fid"/>.</summary>
    [AvroBind(Ignore = true)]
    public string Band { get; set; }

    /// <summary>Magnitude of the absolute flux; detections only.</summary>
    [AvroBind(Ignore = true)]
    public float? Magpsf { get; set; }

    /// <summary>Error of magpsf, mag; detections only.</summary>
    [AvroBind(Ignore = true)]
    public float? Sigmapsf { get; set; }

    /// <summary>Signed flux at zero point 23.9, µJy × 10⁹.</summary>
    [AvroBind(Ignore = true)]
    public float? PsfFlux { get; set; }

    /// <summary>Error of the flux, µJy × 10⁹.</summary>
    [AvroBind(Ignore = true)]
    public float PsfFluxErr { get; set; }

    /// <summary>Whether the flux is positive; detections only.</summary>
    [AvroBind(Ignore = true)]
    public bool? Isdiffpos { get; set; }

    /// <summary>Absolute signal-to-noise ratio; detections only.</summary>
    [AvroBind(Ignore = true)]
    public float? SnrPsf { get; set; }
}
