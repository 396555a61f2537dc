using Boom.Core.Avro;

namespace Boom.Core.Surveys.Lsst;

/// <summary>One field of a packet: what it is, and how its records are walked.</summary>
/// <param name="Kind">What it is to us.</param>
/// <param name="Field">Its name and type on the wire.</param>
/// <param name="NullIndex">Branch of null when it may be null; else -1.</param>
/// <param name="Plan">For records, and for arrays of them.</param>
/// <param name="Index">For arrays: takes of a record only what it is found by.</param>
sealed record LsstPart(LsstPartKind Kind, AvroField Field, int NullIndex, AvroRecordPlan? Plan = null, AvroRecordPlan? Index = null)
{
    /// <summary>Its type when it is there.</summary>
    public AvroSchema Value { get; } = Field.Schema.Value();
}

/// <summary>What a field of a packet is.</summary>
enum LsstPartKind
{
    Other,
    Source,
    Detections,
    Forced,
    Object,
    SsSource,
    CutoutDifference,
    CutoutScience,
    CutoutTemplate,
}
