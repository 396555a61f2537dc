using Boom.Core.Sky;
using Boom.Core.Surveys;

namespace Boom.Core.Store;

/// <summary>An object found by position.</summary>
public sealed record ObjectHit(Survey Survey, string ObjectId, SkyPosition Position, double DistanceArcsec);
