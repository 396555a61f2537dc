using Boom.Core.Sky;

namespace Boom.Core.Surveys.Decam;

/// <summary>A DECam alert, decoded. Cutouts refer to the packet's memory.</summary>
sealed class DecamAlert : ISurveyAlert
{
    public required long Candid { get; init; }

    public required string ObjectId { get; init; }

    public double Jd => Candidate.Point.Jd;

    public required SkyPosition Position { get; init; }

    /// <summary>The difference-image source.</summary>
    public required DecamCandidate Candidate { get; init; }

    /// <summary>Forced photometry, strictly increasing in jd.</summary>
    public required ArraySegment<DecamPoint> FpHists { get; init; }

    /// <summary>Science image; empty when the packet has none.</summary>
    public required ReadOnlyMemory<byte> CutoutScience { get; init; }

    /// <summary>Reference image; empty when the packet has none.</summary>
    public required ReadOnlyMemory<byte> CutoutTemplate { get; init; }

    /// <summary>Difference image; empty when the packet has none.</summary>
    public required ReadOnlyMemory<byte> CutoutDifference { get; init; }
}
