using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Core.Filters;

/// <summary>Compiles filters as they are stored, with the rights that they have.</summary>
public static class StoredFilterCompiler
{
    /// <summary>Compiles the version of a filter that runs.</summary>
    /// <param name="survey">Whose alerts it looks at.</param>
    /// <param name="filter">The filter, which has a version that runs.</param>
    /// <param name="plan">Shared by all filters of the survey.</param>
    /// <param name="ignoresWatchlist">Whether an alert passes on whatever watch list its object is: for those who do not know.</param>
    /// <exception cref="FilterException">It cannot be used; the message says why.</exception>
    public static AlertFilter Compile(ISurvey survey, StoredFilter filter, FilterPlan plan, bool ignoresWatchlist = false)
    {
        ArgumentNullException.ThrowIfNull(survey);
        ArgumentNullException.ThrowIfNull(filter);
        var programs = ProgramsOf(filter, survey.Key);
        if (survey.Results.HasPrograms && programs is not { Count: > 0 })
        {
            var name = survey.Key.ToUpperName();
            throw new FilterException(0, "", "", $"It may see no programme of {name}: permissions.{name} is empty");
        }

        var rights = new FilterRights(
            survey.Results.HasPrograms ? programs : null,
            survey.Results.Partner is { } partner ? ProgramsOf(filter, partner) : null,
            ignoresWatchlist ? null : filter.Watchlist);
        return AlertFilter.Compile(filter.Running!.Pipeline, survey.FilterView, rights, plan);
    }

    static IReadOnlyList<int>? ProgramsOf(StoredFilter filter, Survey survey) => filter.Permissions.TryGetValue(survey, out var programs) ? programs : null;
}
