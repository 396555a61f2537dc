namespace Boom.Core.Alerts;

/// <summary>What it takes to merge points into a stored array. Reusable: <see cref="LightCurveMerge.Plan"/> fills it anew.</summary>
public sealed class LightCurvePlan
{
    /// <summary>Indices of the points to push, ascending.</summary>
    public List<int> Pushed { get; } = [];

    /// <summary>
    /// Rich points whose jd is stored already, by their index among the points to merge, and the stored ones, by theirs in the stored array: they
    /// replace those where <see cref="LightCurveMerge.Supersedes"/> says so.
    /// </summary>
    public List<(int Stored, int Point)> Contested { get; } = [];

    /// <summary>Whether the array must be sorted by jd after the push.</summary>
    public bool NeedsSort { get; set; }
}
