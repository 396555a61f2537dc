using Boom.Core.Avro;

namespace Boom.Core.Surveys.Decam;

/// <summary>An alert packet of DESIRT, the pipeline whose alerts Boom reads as DECam's, as sent (schema 0.1.0).</summary>
struct DecamPacket
{
    /// <summary>Name of the object.</summary>
    [AvroBind(Required = true)]
    public string? ObjectId;

    /// <summary>Identifier of the alert; small numbers occur.</summary>
    [AvroBind(Required = true)]
    public long Candid;

    /// <summary>The difference-image source.</summary>
    [AvroBind(Required = true)]
    public DecamCandidate Candidate;

    /// <summary>Forced photometry, in the order of the packet.</summary>
    [AvroBind(Names = ["fp_hists"])]
    public DecamPoint[]? FpHists;

    /// <summary>Science, reference and difference image: gzipped FITS of 63 × 63 pixels.</summary>
    public AvroSlice? CutoutScience, CutoutTemplate, CutoutDifference;
}

/// <summary>The difference-image source of an alert: a forced measurement, and where it is.</summary>
sealed class DecamCandidate
{
    /// <summary>The measurement.</summary>
    [AvroPart]
    public DecamPoint Point;

    /// <summary>Right ascension and declination, degrees.</summary>
    [AvroBind(Required = true)]
    public double Ra, Dec;

    /// <summary>Real-bogus score, 0 to 1.</summary>
    public double? Reliability;
}
