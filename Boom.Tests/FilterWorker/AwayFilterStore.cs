using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Tests.FilterWorker;

/// <summary>A filter store that can be away.</summary>
sealed class AwayFilterStore(IFilterStore store) : IFilterStore
{
    public bool IsAway { get; set; }

    IFilterStore Inner => IsAway ? throw new TransientFaultException("The store does not answer.") : store;

    public ValueTask<bool> AddFilterAsync(StoredFilter filter, CancellationToken cancellationToken) => Inner.AddFilterAsync(filter, cancellationToken);

    public ValueTask<StoredFilter?> FindFilterAsync(string id, CancellationToken cancellationToken) => Inner.FindFilterAsync(id, cancellationToken);

    public ValueTask<IReadOnlyList<StoredFilter>> ListFiltersAsync(Survey? survey, bool onlyActive, CancellationToken cancellationToken) =>
        Inner.ListFiltersAsync(survey, onlyActive, cancellationToken);

    public ValueTask<bool> AddVersionAsync(string id, FilterVersion version, CancellationToken cancellationToken) => Inner.AddVersionAsync(id, version, cancellationToken);

    public ValueTask<bool> ActivateAsync(string id, string fid, DateTimeOffset now, CancellationToken cancellationToken) =>
        Inner.ActivateAsync(id, fid, now, cancellationToken);

    public ValueTask<bool> DeactivateAsync(string id, DateTimeOffset now, CancellationToken cancellationToken) => Inner.DeactivateAsync(id, now, cancellationToken);

    public ValueTask<bool> SuspendAsync(string id, FilterSuspension suspension, CancellationToken cancellationToken) =>
        Inner.SuspendAsync(id, suspension, cancellationToken);

    public ValueTask<bool> RemoveFilterAsync(string id, CancellationToken cancellationToken) => Inner.RemoveFilterAsync(id, cancellationToken);

    public ValueTask<long> AddHitsAsync(IReadOnlyList<FilterHit> hits, CancellationToken cancellationToken) => Inner.AddHitsAsync(hits, cancellationToken);

    public ValueTask<IReadOnlyList<FilterHit>> ListHitsAsync(FilterHitQuery query, CancellationToken cancellationToken) => Inner.ListHitsAsync(query, cancellationToken);

    public ValueTask<long> CountHitsAsync(string filterId, CancellationToken cancellationToken) => Inner.CountHitsAsync(filterId, cancellationToken);

    public ValueTask KeepCostsAsync(string writer, IReadOnlyList<FilterCost> costs, DateTimeOffset now, CancellationToken cancellationToken) =>
        Inner.KeepCostsAsync(writer, costs, now, cancellationToken);

    public ValueTask<IReadOnlyList<FilterCost>> ListCostsAsync(Survey survey, DateOnly? night, CancellationToken cancellationToken) =>
        Inner.ListCostsAsync(survey, night, cancellationToken);

    public ValueTask<IReadOnlyList<DateOnly>> ListCostNightsAsync(Survey survey, CancellationToken cancellationToken) => Inner.ListCostNightsAsync(survey, cancellationToken);

    public ValueTask AddDueAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken) =>
        Inner.AddDueAsync(survey, candids, cancellationToken);

    public ValueTask<IReadOnlySet<long>> FindDueAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken) =>
        Inner.FindDueAsync(survey, candids, cancellationToken);

    public ValueTask<IReadOnlyList<long>> ListDueAsync(Survey survey, long afterCandid, int limit, CancellationToken cancellationToken) =>
        Inner.ListDueAsync(survey, afterCandid, limit, cancellationToken);

    public ValueTask RemoveDueAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken) =>
        Inner.RemoveDueAsync(survey, candids, cancellationToken);
}
