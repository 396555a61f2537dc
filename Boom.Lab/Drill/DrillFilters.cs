using Boom.Core.Alerts;
using Boom.Core.Messages;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Lab.Drill;

/// <summary>
/// The filters of a run. What they ask of an alert is the same whenever they look at it, so that it is known beforehand what must pass: its number, its
/// programme, and the watch list of <see cref="DrillCatalogs"/>. They let far more pass than users' filters may.
/// </summary>
internal sealed class DrillFilters(ISurvey survey)
{
    const string Version = "v1";

    static readonly string Points = """{"$project":{"objectId":1,"points":{"$size":{"$ifNull":["$prv_candidates",[]]}}}}""";

    readonly DrillFilter[] _filters =
    [
        new("drill-public", 3, [AlertDocuments.PublicProgram], null),
        new("drill-partners", 5, [1, 2, 3], null),
        new("drill-watched", 2, [1, 2, 3], DrillCatalogs.Watchlist),
    ];

    /// <summary>Keys of the filters.</summary>
    public IEnumerable<string> Ids => _filters.Select(IdOf);

    /// <summary>Puts them into a store, active; answers how many were not there.</summary>
    public async ValueTask<int> AddAsync(IFilterStore store, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var jd = JulianDate.FromTime(now);
        var added = 0;
        foreach (var filter in _filters)
        {
            var pipeline = FormattableString.Invariant($$"""[{"$match":{"_id":{"$mod":[{{filter.EveryNth}},0]} } },{{Points}}]""");
            var stored = new StoredFilter(IdOf(filter), filter.Name, survey.Key, [new FilterVersion(Version, pipeline, jd)])
            {
                IsActive = true,
                ActiveVersion = Version,
                Watchlist = filter.Watchlist,
                Permissions = new Dictionary<Survey, IReadOnlyList<int>> { [survey.Key] = filter.Programs },
                CreatedJd = jd,
                UpdatedJd = jd,
            };
            added += await store.AddFilterAsync(stored, cancellationToken) ? 1 : 0;
        }

        return added;
    }

    /// <summary>Filters and versions that an alert must pass, by key.</summary>
    /// <param name="programId">Its programme; 0 of a survey without.</param>
    /// <param name="isWatched">Whether its object is in the watch list.</param>
    public IReadOnlyList<(string Filter, string Version)> PassedBy(long candid, int programId, bool isWatched) =>
    [
        .. _filters.Where(filter => candid % filter.EveryNth == 0 && (filter.Watchlist is null || isWatched) && (!survey.Results.HasPrograms || filter.Programs.Contains(programId)))
            .Select(filter => (IdOf(filter), Version)).Order(),
    ];

    string IdOf(DrillFilter filter) => $"{filter.Name}-{survey.Key.ToLowerName()}";

    /// <param name="EveryNth">It lets alerts pass whose candid is a multiple of this.</param>
    sealed record DrillFilter(string Name, int EveryNth, IReadOnlyList<int> Programs, string? Watchlist);
}
