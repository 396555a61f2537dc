using Boom.Core.Avro;
using Boom.Core.Sky;

namespace Boom.Core.Surveys.Winter;

/// <summary>A WINTER alert, decoded. Candidate and cutouts refer to the packet's memory.</summary>
sealed class WinterAlert : ISurveyAlert
{
    public required long Candid { get; init; }

    public required string ObjectId { get; init; }

    public double Jd => Point.Jd;

    public required SkyPosition Position { get; init; }

    /// <summary>Schema version that the packet states; null when it states none.</summary>
    public required string? Schemavsn { get; init; }

    /// <summary>The alert as a point of its light curve.</summary>
    public required WinterPoint Point { get; init; }

    /// <summary>The candidate in Avro, from its first byte on.</summary>
    public required ReadOnlyMemory<byte> Candidate { get; init; }

    /// <summary>How its fields are stored.</summary>
    public required AvroFieldsToBson Fields { get; init; }

    /// <summary>Detections, the alert's own point among them, strictly increasing in jd.</summary>
    public required ArraySegment<WinterPoint> Detections { get; init; }

    /// <summary>Science image; empty when the packet has none.</summary>
    public required ReadOnlyMemory<byte> CutoutScience { get; init; }

    /// <summary>Reference image; empty when the packet has none.</summary>
    public required ReadOnlyMemory<byte> CutoutTemplate { get; init; }

    /// <summary>Difference image; empty when the packet has none.</summary>
    public required ReadOnlyMemory<byte> CutoutDifference { get; init; }
}
