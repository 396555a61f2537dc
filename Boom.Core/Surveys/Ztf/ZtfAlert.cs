using Boom.Core.Sky;

namespace Boom.Core.Surveys.Ztf;

/// <summary>A ZTF alert, decoded, with derived fields and light curves in order. Cutouts refer to the packet's memory.</summary>
sealed class ZtfAlert : ISurveyAlert
{
    public required long Candid { get; init; }

    public required string ObjectId { get; init; }

    public double Jd => Candidate.Point.Jd;

    public required SkyPosition Position { get; init; }

    /// <summary>Schema version that the packet states; null when it states none.</summary>
    public required string? Schemavsn { get; init; }

    /// <summary>The difference-image source.</summary>
    public required ZtfCandidate Candidate { get; init; }

    /// <summary>Detections, the candidate's own point among them, strictly increasing in jd.</summary>
    public required ArraySegment<ZtfPrvCandidate> Detections { get; init; }

    /// <summary>Upper limits, strictly increasing in jd.</summary>
    public required ArraySegment<ZtfPrvCandidate> NonDetections { get; init; }

    /// <summary>Forced photometry, strictly increasing in jd.</summary>
    public required ArraySegment<ZtfFpHist> FpHists { get; init; }

    /// <summary>Science image; empty when the packet has none.</summary>
    public required ReadOnlyMemory<byte> CutoutScience { get; init; }

    /// <summary>Reference image; empty when the packet has none.</summary>
    public required ReadOnlyMemory<byte> CutoutTemplate { get; init; }

    /// <summary>Difference image; empty when the packet has none.</summary>
    public required ReadOnlyMemory<byte> CutoutDifference { get; init; }
}
