using Boom.Core.Messages;
using Boom.Core.Surveys;

namespace Boom.Core.Store;

/// <summary>A filter as it is stored: whose it is, what it may see, and all of its versions. Document of the collection <c>filters</c>.</summary>
/// <param name="Id">Key: the text of a UUID.</param>
/// <param name="Name">Name that messages show.</param>
/// <param name="Survey">Whose alerts it looks at.</param>
/// <param name="Versions">All versions, oldest first; none is ever changed or taken away.</param>
public sealed record StoredFilter(string Id, string Name, Survey Survey, IReadOnlyList<FilterVersion> Versions)
{
    /// <summary>What it is for; null for nothing.</summary>
    public string? Description { get; init; }

    /// <summary>Programmes that it may see, by survey; a survey that is not here has none.</summary>
    public IReadOnlyDictionary<Survey, IReadOnlyList<int>> Permissions { get; init; } = new Dictionary<Survey, IReadOnlyList<int>>();

    /// <summary>Key of its owner.</summary>
    public string UserId { get; init; } = "";

    /// <summary>Catalogue of which an object must be near an entry; null for none.</summary>
    public string? Watchlist { get; init; }

    /// <summary>Whether it runs.</summary>
    public bool IsActive { get; init; }

    /// <summary>The version that runs when it is active.</summary>
    public string ActiveVersion { get; init; } = "";

    /// <summary>When it was made and last changed, Julian dates UTC, days; 0 where the document does not say.</summary>
    public double CreatedJd { get; init; }

    /// <inheritdoc cref="CreatedJd"/>
    public double UpdatedJd { get; init; }

    /// <summary>Why Boom has suspended it; null when it has not, or when it was made active again since.</summary>
    public FilterSuspension? Suspension { get; init; }

    /// <summary>The version that runs; null when the document names one that it does not have.</summary>
    public FilterVersion? Running => Versions.FirstOrDefault(version => version.Fid == ActiveVersion);

    /// <summary>Points and alerts of which programmes of a survey it may see.</summary>
    /// <param name="survey">The survey, its own or a partner.</param>
    public ProgramSet ProgramsOf(ISurvey survey)
    {
        if (!survey.Results.HasPrograms)
            return ProgramSet.All;
        if (Permissions.TryGetValue(survey.Key, out var programs))
            return ProgramSet.Of(programs);

        // What everybody may see of another survey needs no permission.
        return survey.Key == Survey ? ProgramSet.None : ProgramSet.Public;
    }

    /// <summary>
    /// Whether another reading of the filter runs as this one does. Every change of a filter moves its time on, but that of a document written by hand.
    /// </summary>
    public bool RunsAs(StoredFilter other) =>
        Id == other.Id && ActiveVersion == other.ActiveVersion && UpdatedJd.Equals(other.UpdatedJd) && Name == other.Name
        && Running?.Pipeline == other.Running?.Pipeline && Watchlist == other.Watchlist && HasSamePermissions(other);

    bool HasSamePermissions(StoredFilter other)
    {
        if (Permissions.Count != other.Permissions.Count)
            return false;
        foreach (var (survey, programs) in Permissions)
        {
            if (!other.Permissions.TryGetValue(survey, out var others) || !programs.SequenceEqual(others))
                return false;
        }

        return true;
    }
}

/// <summary>A version of a filter.</summary>
/// <param name="Fid">Name of the version, unique within the filter.</param>
/// <param name="Pipeline">The pipeline: a JSON array as text.</param>
/// <param name="CreatedJd">When it was made, Julian date UTC, days; 0 where the document does not say.</param>
/// <param name="Changelog">What is other than before; null for nothing.</param>
public sealed record FilterVersion(string Fid, string Pipeline, double CreatedJd, string? Changelog = null);

/// <summary>Why a version of a filter was suspended.</summary>
/// <param name="Fid">The version.</param>
/// <param name="Reason">A sentence for its owner.</param>
/// <param name="AtMs">When, Unix milliseconds.</param>
public sealed record FilterSuspension(string Fid, string Reason, long AtMs);
