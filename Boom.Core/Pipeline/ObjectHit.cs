using Boom.Core.Alerts;
using Boom.Core.Sky;

namespace Boom.Core.Pipeline;

/// <summary>An object found by position.</summary>
public sealed record ObjectHit(Survey Survey, string ObjectId, SkyPosition Position, double DistanceArcsec);
