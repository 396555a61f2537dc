using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Storage.Sqlite;

/// <content>Filters, what passed them, and alerts that are due.</content>
public sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public ValueTask<bool> AddFilterAsync(StoredFilter filter, CancellationToken cancellationToken) =>
        WriteAsync(database => FilterTables.Add(database, filter), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StoredFilter?> FindFilterAsync(string id, CancellationToken cancellationToken) =>
        new(Read(database => FilterTables.Find(database, id), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredFilter>> ListFiltersAsync(Survey? survey, bool onlyActive, CancellationToken cancellationToken) =>
        new(Read(database => FilterTables.List(database, survey, onlyActive), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<bool> AddVersionAsync(string id, FilterVersion version, CancellationToken cancellationToken) =>
        ChangeAsync(id, filter => FilterChanges.WithVersion(filter, version), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> ActivateAsync(string id, string fid, DateTimeOffset now, CancellationToken cancellationToken) =>
        ChangeAsync(id, filter => FilterChanges.Active(filter, fid, now), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> DeactivateAsync(string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        ChangeAsync(id, filter => FilterChanges.Inactive(filter, now), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> SuspendAsync(string id, FilterSuspension suspension, CancellationToken cancellationToken) =>
        ChangeAsync(id, filter => FilterChanges.Suspended(filter, suspension), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> RemoveFilterAsync(string id, CancellationToken cancellationToken) =>
        WriteAsync(database => FilterTables.Remove(database, id), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<long> AddHitsAsync(IReadOnlyList<FilterHit> hits, CancellationToken cancellationToken) =>
        hits.Count == 0 ? 0 : await WriteAsync(database => FilterTables.AddHits(database, hits), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<FilterHit>> ListHitsAsync(FilterHitQuery query, CancellationToken cancellationToken) =>
        new(Read(database => FilterTables.ListHits(database, query), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<long> CountHitsAsync(string filterId, CancellationToken cancellationToken) =>
        new(Read(database => FilterTables.CountHits(database, filterId), cancellationToken));

    /// <inheritdoc/>
    public async ValueTask AddDueAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken)
    {
        if (candids.Count > 0)
            await WriteAsync(database => FilterTables.AddDue(database, survey, candids), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlySet<long>> FindDueAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken) =>
        new(Read<IReadOnlySet<long>>(database => FilterTables.FindDue(database, survey, candids), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<long>> ListDueAsync(Survey survey, long afterCandid, int limit, CancellationToken cancellationToken) =>
        new(Read(database => FilterTables.ListDue(database, survey, afterCandid, limit), cancellationToken));

    /// <inheritdoc/>
    public async ValueTask RemoveDueAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken)
    {
        if (candids.Count > 0)
            await WriteAsync(database => FilterTables.RemoveDue(database, survey, candids), cancellationToken);
    }

    ValueTask<bool> ChangeAsync(string id, Func<StoredFilter, StoredFilter?> change, CancellationToken cancellationToken) =>
        WriteAsync(database => FilterTables.Change(database, id, change), cancellationToken);
}
