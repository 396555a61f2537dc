using System.Text;
using Boom.Core.Surveys;

namespace Boom.Core.Messages;

/// <summary>What the messages of filters tell of a survey's alerts.</summary>
public sealed class SurveyResults
{
    /// <summary>Nothing but position and filters.</summary>
    public static SurveyResults None { get; } = new();

    /// <summary>The survey whose object of the same source is told of besides; null for none.</summary>
    public Survey? Partner { get; init; }

    /// <summary>Whether each alert and each point says of which programme it is, so that not everybody may see all of them.</summary>
    public bool HasPrograms { get; init; }

    /// <summary>Arrays of its objects whose points are told, in order.</summary>
    public IReadOnlyList<SentSeries> Series { get; init; } = [];

    /// <summary>How long before the alert a point may lie, days, exclusive; null for all points of the object, later ones too.</summary>
    public double? WindowDays { get; init; }

    /// <summary>Fields of <c>candidate</c> that are scores, in order, each with the field that is a distance in arcsec, or null.</summary>
    public IReadOnlyList<(string Field, string? DistanceField)> Scores { get; init; } = [];

    /// <summary>Scores of networks that come first, in order; the others come behind them, as they are stored.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];
}

/// <summary>A stored array of points, and how a message tells of them.</summary>
/// <param name="Name">Name of the array in the object.</param>
/// <param name="Flux">Where flux and error are.</param>
/// <param name="IsForced">Forced photometry.</param>
/// <param name="HasPosition">Whether the points of an alert's own object are sent with their positions.</param>
public sealed record SentSeries(string Name, SentFlux Flux, bool IsForced = false, bool HasPosition = true)
{
    internal byte[] NameUtf8 { get; } = Encoding.ASCII.GetBytes(Name);
}

/// <summary>Where a stored point has its flux.</summary>
public enum SentFlux
{
    /// <summary><c>psfFlux</c> and <c>psfFluxErr</c>, as they are.</summary>
    Psf,

    /// <summary>None: an upper limit, of which <c>psfFluxErr</c> is the error.</summary>
    Limit,

    /// <summary>
    /// <c>forcediffimflux</c> and its error in counts of the zero point <c>magzpsci</c>, where <c>procstatus</c> is "0"; told as <c>psfFlux</c> is, in 10⁻⁹ µJy.
    /// </summary>
    Counts,

    /// <summary><c>forcediffimflux</c> and its error in µJy; told in nJy.</summary>
    Microjansky,

    /// <summary><c>magpsf</c> and <c>sigmapsf</c>; told as a flux in nJy, negative where <c>isdiffpos</c> is false.</summary>
    Magnitude,
}
