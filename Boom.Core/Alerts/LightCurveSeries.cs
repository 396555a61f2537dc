using System.Text;

namespace Boom.Core.Alerts;

/// <summary>One light-curve array of a survey's objects.</summary>
/// <param name="Name">Its name, e.g. <c>prv_candidates</c>.</param>
/// <param name="Kind">What its points are.</param>
/// <param name="Magnitude">Field of a point that is its magnitude, or its limit.</param>
/// <param name="RicherBy">
/// Field that a candidate's own point has and its point in a later packet has not: with it a point replaces one of the same jd and candid
/// without it. Null: of two points of one jd the stored one stays.
/// </param>
public sealed record LightCurveSeries(string Name, PointKind Kind, string Magnitude = "magpsf", string? RicherBy = null)
{
    /// <summary><see cref="RicherBy"/> in UTF-8; empty for none.</summary>
    public ReadOnlyMemory<byte> RicherByUtf8 { get; } = Encoding.UTF8.GetBytes(RicherBy ?? "");
}

/// <summary>What a point of a light curve is.</summary>
public enum PointKind
{
    /// <summary>Nothing seen down to this magnitude.</summary>
    UpperLimit,

    /// <summary>Forced photometry at the position of the object.</summary>
    Forced,

    /// <summary>A detection.</summary>
    Detection,
}
