using Boom.Core.Plays;

namespace Boom.Embedded.Plays;

/// <summary>Something to publish.</summary>
/// <param name="Feed">The packets.</param>
/// <param name="Topic">Where to.</param>
/// <param name="PacketsPerSecond">Highest rate; null for as fast as they are read.</param>
public sealed record PlayPlan(IPacketFeed Feed, string Topic, double? PacketsPerSecond);
