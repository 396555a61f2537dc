using Boom.Core.Avro;

namespace Boom.Core.Surveys.Winter;

/// <summary>A WINTER alert packet as sent, of the schema of 2022, of 2024, or of what came after it.</summary>
struct WinterPacket
{
    /// <summary>Schema version that the record states; 0.1 for years, whatever changed.</summary>
    public string? Schemavsn;

    /// <summary>Name of the object; <c>objectid</c> from 2024 on.</summary>
    [AvroBind(Required = true)]
    public string? ObjectId;

    /// <summary>Identifier of the alert.</summary>
    [AvroBind(Required = true)]
    public long Candid;

    /// <summary>The difference-image source. All of its fields are stored; these are those that something is done with.</summary>
    [AvroBind(Required = true)]
    public WinterCandidate Candidate;

    /// <summary>History, in the order of the packet.</summary>
    [AvroBind(Names = ["prv_candidates"])]
    public WinterPoint[]? PrvCandidates;

    /// <summary>Science image: gzipped FITS of 81 × 81 pixels.</summary>
    [AvroBind(Names = ["cutout_science", "cutoutScience"])]
    public AvroSlice? CutoutScience;

    /// <summary>Reference image.</summary>
    [AvroBind(Names = ["cutout_template", "cutoutTemplate"])]
    public AvroSlice? CutoutTemplate;

    /// <summary>Difference image, in double precision.</summary>
    [AvroBind(Names = ["cutout_difference", "cutoutDifference"])]
    public AvroSlice? CutoutDifference;
}

/// <summary>The difference-image source of an alert as a point of its own light curve; it must have what other points may lack.</summary>
sealed class WinterCandidate
{
    /// <summary>The point.</summary>
    [AvroPart(Required = [nameof(WinterPoint.Ra), nameof(WinterPoint.Dec), nameof(WinterPoint.Magpsf), nameof(WinterPoint.Sigmapsf)])]
    public WinterPoint Point;
}
