namespace Boom.Core.Store;

/// <summary>Points to merge into one light-curve array of an object.</summary>
/// <param name="Name">Array, e.g. <c>prv_candidates</c>.</param>
/// <param name="Points">Strictly increasing in jd; may be empty.</param>
public sealed record ArrayUpdate(string Name, IReadOnlyList<LightCurvePoint> Points);
