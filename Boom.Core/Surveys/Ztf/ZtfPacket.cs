using Boom.Core.Avro;

namespace Boom.Core.Surveys.Ztf;

/// <summary>A ZTF alert packet as sent, of any schema version.</summary>
public sealed class ZtfPacket
{
    /// <summary>Schema version that the record states; absent before 2.0, and not always true.</summary>
    public string? Schemavsn { get; set; }

    /// <summary>Name of the object; absent before 1.3.</summary>
    public string? ObjectId { get; set; }

    /// <summary>Identifier of the alert; absent in packets that Spark rewrote.</summary>
    public long? Candid { get; set; }

    /// <summary>The difference-image source.</summary>
    [AvroBind(Required = true)]
    public ZtfCandidate Candidate { get; set; } = null!;

    /// <summary>History, in the order of the packet, and one spare place; absent or empty when there is none.</summary>
    [AvroBind(Names = ["prv_candidates"], SpareItems = 1)]
    public ZtfPrvCandidate[]? PrvCandidates { get; set; }

    /// <summary>Forced photometry, in the order of the packet; absent before 4.01.</summary>
    [AvroBind(Names = ["fp_hists"])]
    public ZtfFpHist[]? FpHists { get; set; }

    /// <summary>Science image.</summary>
    public ZtfCutout? CutoutScience { get; set; }

    /// <summary>Reference image.</summary>
    public ZtfCutout? CutoutTemplate { get; set; }

    /// <summary>Difference image.</summary>
    public ZtfCutout? CutoutDifference { get; set; }
}
