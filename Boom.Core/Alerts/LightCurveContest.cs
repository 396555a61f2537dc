namespace Boom.Core.Alerts;

/// <summary>A stored point and a rich one of the same jd.</summary>
/// <param name="Stored">Index in the stored array.</param>
/// <param name="Point">Index among the points to merge.</param>
public readonly record struct LightCurveContest(int Stored, int Point);
