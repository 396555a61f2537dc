using Boom.Core.Avro;

namespace Boom.Core.Surveys.Ztf;

/// <summary>A ZTF alert packet as sent, of any schema version.</summary>
struct ZtfPacket
{
    /// <summary>Schema version that the record states; absent before 2.0, and not always true.</summary>
    public string? Schemavsn;

    /// <summary>Name of the object; absent before 1.3.</summary>
    public string? ObjectId;

    /// <summary>Identifier of the alert; absent in packets that Spark rewrote.</summary>
    public long? Candid;

    /// <summary>The difference-image source.</summary>
    [AvroBind(Required = true)]
    public ZtfCandidate Candidate;

    /// <summary>History, in the order of the packet, and one spare place; absent or empty when there is none.</summary>
    [AvroBind(Names = ["prv_candidates"], SpareItems = 1)]
    public ZtfPrvCandidate[]? PrvCandidates;

    /// <summary>Forced photometry, in the order of the packet; absent before 4.01.</summary>
    [AvroBind(Names = ["fp_hists"])]
    public ZtfFpHist[]? FpHists;

    /// <summary>Science, reference and difference image.</summary>
    public ZtfCutout? CutoutScience, CutoutTemplate, CutoutDifference;
}

/// <summary>A cutout image as it lies in the packet: gzipped FITS of 63 × 63 pixels, JPEG before schema 1.7.</summary>
struct ZtfCutout
{
    public AvroSlice? StampData;
}
