using Boom.Core.Plays;

namespace Boom.Embedded.Plays;

/// <summary>Something to publish.</summary>
/// <param name="Feed">The packets.</param>
/// <param name="Topic">Where to.</param>
/// <param name="PacketsPerSecond">Highest rate; null for as fast as they are read.</param>
public sealed record PlayPlan(IPacketFeed Feed, string Topic, double? PacketsPerSecond)
{
    /// <summary>Publishes each packet when the survey would send it (<see cref="IPacketFeed.SentAfter"/>), counted from the first that is published.</summary>
    public bool IsPaced { get; init; }
}
