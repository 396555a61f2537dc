using Boom.Core.Sky;

namespace Boom.Core.Surveys.Lsst;

/// <summary>
/// An LSST alert: what it is found by, and where the rest lies in the memory of the packet. No object stands for a point; documents are made from the packet
/// when they are asked for.
/// </summary>
sealed class LsstAlert : ISurveyAlert
{
    public required long Candid { get; init; }

    public required string ObjectId { get; init; }

    public required double Jd { get; init; }

    public required SkyPosition Position { get; init; }

    /// <summary>Identifier of the solar-system body; null for none.</summary>
    public required long? SsObjectId { get; init; }

    /// <summary>Designation of the solar-system body by the Minor Planet Center; null when it is not known.</summary>
    public required string? Designation { get; init; }

    /// <summary>First detection of the object, Julian date UTC, days; null when it is not known.</summary>
    public required double? Jdstarthist { get; init; }

    /// <summary>Detections of the object; null without object.</summary>
    public required int? Ndethist { get; init; }

    /// <summary>How the packet is read.</summary>
    public required LsstPacketSchema Schema { get; init; }

    /// <summary>What the offsets of points count in: the packet, or a block of it.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The source that set off the alert.</summary>
    public required LsstPoint Source { get; init; }

    /// <summary>The solar-system source, of jd 0; null for none.</summary>
    public required LsstPoint? SsSource { get; init; }

    /// <summary>Detections, the alert's own source among them, strictly increasing in jd.</summary>
    public required LsstPoint[] Detections { get; init; }

    /// <summary>Forced photometry, strictly increasing in jd.</summary>
    public required LsstPoint[] Forced { get; init; }

    /// <summary>Difference image, uncompressed FITS; empty when the packet has none.</summary>
    public required ReadOnlyMemory<byte> CutoutDifference { get; init; }

    /// <summary>Science image, uncompressed FITS; empty when the packet has none.</summary>
    public required ReadOnlyMemory<byte> CutoutScience { get; init; }

    /// <summary>Reference image, uncompressed FITS; empty when the packet has none.</summary>
    public required ReadOnlyMemory<byte> CutoutTemplate { get; init; }
}
