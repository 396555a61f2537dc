using Boom.Core.Surveys;

namespace Boom.Core.Store;

/// <summary>An alert that a version of a filter let pass; there is one of filter, version and alert.</summary>
/// <param name="FilterId">The filter.</param>
/// <param name="Fid">Its version.</param>
/// <param name="Survey">Whose alert.</param>
/// <param name="Candid">The alert.</param>
/// <param name="ObjectId">Its object.</param>
/// <param name="Jd">Time of the observation, Julian date, days.</param>
/// <param name="PassedAtMs">When it passed first, Unix milliseconds.</param>
/// <param name="Annotations">What the filter says of it, a BSON document; empty for nothing.</param>
public sealed record FilterHit(
    string FilterId, string Fid, Survey Survey, long Candid, string ObjectId, double Jd, long PassedAtMs, ReadOnlyMemory<byte> Annotations);

/// <summary>Which hits are asked for.</summary>
/// <param name="Limit">Most of them.</param>
public sealed record FilterHitQuery(int Limit)
{
    /// <summary>Of one filter, in all its versions; null for all filters.</summary>
    public string? FilterId { get; init; }

    /// <summary>Of one object; null for all objects.</summary>
    public string? ObjectId { get; init; }

    /// <summary>Passed at this time or later, Unix milliseconds.</summary>
    public long SinceMs { get; init; }
}
