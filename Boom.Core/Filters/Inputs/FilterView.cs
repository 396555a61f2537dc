using System.Text;
using Boom.Core.Surveys;

namespace Boom.Core.Filters;

/// <summary>What filters see of the alerts of a survey.</summary>
/// <param name="Survey">The survey.</param>
/// <param name="Fields">Fields of the alert document that filters see, beside <c>_id</c>.</param>
/// <param name="Series">Light-curve arrays of the object that filters may ask for, in the order in which they are added.</param>
public sealed record FilterView(Survey Survey, IReadOnlyList<string> Fields, IReadOnlyList<string> Series)
{
    /// <summary>How old points may be, days before the alert.</summary>
    public int WindowDays { get; init; } = 365;

    /// <summary>Whether points have a <c>programid</c>, by which a filter sees them or not.</summary>
    public bool HasPrograms { get; init; }

    /// <summary>The field of <c>candidate</c> with the designation of a Solar System object; null where filters may not ask for <c>sso_history</c>.</summary>
    public string? DesignationField { get; init; }

    /// <summary>Whether filters may ask for <c>sso_history</c>: alerts of the same Solar System object.</summary>
    public bool HasHistory => DesignationField is not null;

    /// <summary>The survey of which filters may ask for light curves of the same source; null for none.</summary>
    public FilterPartner? Partner { get; init; }

    /// <summary>The fields that there may be, by which misspelt ones are told from absent ones; null when no list is known.</summary>
    public KnownFields? Known { get; init; }

    readonly byte[][] _fields = [.. Fields.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Whether filters see a field of the alert.</summary>
    internal bool Sees(ReadOnlySpan<byte> field)
    {
        foreach (var known in _fields)
        {
            if (field.SequenceEqual(known))
                return true;
        }

        return false;
    }

    /// <summary>Fields of the object that are added as they are.</summary>
    internal static IReadOnlyList<string> ObjectFields { get; } = ["cross_matches", "aliases"];

    /// <summary>The array of a Solar System object's alerts.</summary>
    internal const string History = "sso_history";
}

/// <summary>A survey of which filters on another's alerts see light curves, as <c>LSST.prv_candidates</c>.</summary>
/// <param name="Survey">The survey.</param>
/// <param name="Series">Arrays of its objects that filters may ask for.</param>
public sealed record FilterPartner(Survey Survey, IReadOnlyList<string> Series)
{
    /// <summary>How old points may be, days before the alert.</summary>
    public int WindowDays { get; init; } = 365;

    /// <summary>Whether points have a <c>programid</c>; a filter that has no permissions for it sees the public ones, of programme 1.</summary>
    public bool HasPrograms { get; init; }
}
