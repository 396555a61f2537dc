using Boom.Core.Resilience;
using Boom.Core.Surveys;

namespace Boom.Core.Store;

/// <summary>
/// Filters and what passed them. Versions are only added. Calls throw <see cref="TransientFaultException"/> when the store is away or busy; each may be
/// repeated.
/// </summary>
public interface IFilterStore : IDueAlerts, IFilterCosts
{
    /// <summary>
    /// Adds a filter; false, with nothing written, when there is one of this key, or one of this name in its survey. Of several that are added at once one is.
    /// </summary>
    ValueTask<bool> AddFilterAsync(StoredFilter filter, CancellationToken cancellationToken);

    /// <summary>A filter; null when there is none of this key, or none that can be read.</summary>
    ValueTask<StoredFilter?> FindFilterAsync(string id, CancellationToken cancellationToken);

    /// <summary>Filters by key, ascending.</summary>
    /// <param name="survey">Whose; null for those of all surveys.</param>
    /// <param name="onlyActive">Only those that run.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    ValueTask<IReadOnlyList<StoredFilter>> ListFiltersAsync(Survey? survey, bool onlyActive, CancellationToken cancellationToken);

    /// <summary>
    /// Adds a version behind the others, without making it active; false when there is no such filter, or it has a version of this name or with this pipeline.
    /// </summary>
    ValueTask<bool> AddVersionAsync(string id, FilterVersion version, CancellationToken cancellationToken);

    /// <summary>Makes a version run, whatever ran before, and takes a suspension back; false when there is no such filter or version.</summary>
    ValueTask<bool> ActivateAsync(string id, string fid, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Has the filter not run any more; false when there is no such filter.</summary>
    ValueTask<bool> DeactivateAsync(string id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Has a version not run any more and keeps the reason; false when it does not run already, so that the first reason stays and a version that was made
    /// active meanwhile goes on.
    /// </summary>
    ValueTask<bool> SuspendAsync(string id, FilterSuspension suspension, CancellationToken cancellationToken);

    /// <summary>Takes a filter away with all its versions; what passed it stays. False when there is no such filter.</summary>
    ValueTask<bool> RemoveFilterAsync(string id, CancellationToken cancellationToken);

    /// <summary>Records hits; one that is recorded stays as it is. Answers how many were not.</summary>
    ValueTask<long> AddHitsAsync(IReadOnlyList<FilterHit> hits, CancellationToken cancellationToken);

    /// <summary>Hits, latest first, those of one time by filter, version and candid.</summary>
    ValueTask<IReadOnlyList<FilterHit>> ListHitsAsync(FilterHitQuery query, CancellationToken cancellationToken);

    /// <summary>How many hits a filter has, in all its versions.</summary>
    ValueTask<long> CountHitsAsync(string filterId, CancellationToken cancellationToken);
}

/// <summary>
/// Alerts that are due at the filter stage: noted before the alert counts as enriched, forgotten when all its messages are sent. A queue server that loses
/// its memory loses none of them.
/// </summary>
public interface IDueAlerts
{
    /// <summary>Notes alerts as due; those that are noted stay so.</summary>
    ValueTask AddDueAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken);

    /// <summary>Of the alerts, those that are due.</summary>
    ValueTask<IReadOnlySet<long>> FindDueAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken);

    /// <summary>Due alerts greater than <paramref name="afterCandid"/>, ascending.</summary>
    ValueTask<IReadOnlyList<long>> ListDueAsync(Survey survey, long afterCandid, int limit, CancellationToken cancellationToken);

    /// <summary>Forgets alerts; those that are not due are passed over.</summary>
    ValueTask RemoveDueAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken);
}
