namespace Boom.Core.Alerts;

/// <summary>What it takes to merge points into a stored array. Reusable: <see cref="LightCurveMerge.Plan"/> fills it anew.</summary>
public sealed class LightCurvePlan
{
    /// <summary>Indices of the points to push, ascending.</summary>
    public List<int> Pushed { get; } = [];

    /// <summary>Rich points whose jd is stored already: they replace the stored one where <see cref="LightCurveMerge.Supersedes"/> says so.</summary>
    public List<LightCurveContest> Contested { get; } = [];

    /// <summary>Whether the array must be sorted by jd after the push.</summary>
    public bool NeedsSort { get; internal set; }
}

/// <summary>A stored point and a rich one of the same jd.</summary>
/// <param name="Stored">Index in the stored array.</param>
/// <param name="Point">Index among the points to merge.</param>
public readonly record struct LightCurveContest(int Stored, int Point);
