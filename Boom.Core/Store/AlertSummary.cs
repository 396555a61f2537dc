using Boom.Core.Sky;

namespace Boom.Core.Store;

/// <summary>One line about a stored alert.</summary>
public sealed record AlertSummary(long Candid, string ObjectId, double Jd, double Magpsf, SkyPosition Position, bool Enriched);
