using Boom.Core.Store;
using Boom.Core.Surveys;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <content>Filters and what passed them; and the alerts that are due: a small collection per survey, whose documents have nothing but the candid.</content>
public sealed partial class MongoStore
{
    MongoFilterStore FilterStore => new(_server);

    /// <inheritdoc/>
    public async ValueTask<bool> AddFilterAsync(StoredFilter filter, CancellationToken cancellationToken)
    {
        await EnsureIndexesOnceAsync(null, cancellationToken);
        return await FilterStore.AddAsync(filter, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<StoredFilter?> FindFilterAsync(string id, CancellationToken cancellationToken)
    {
        await _format.CheckAsync(cancellationToken);
        return await FilterStore.FindAsync(id, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StoredFilter>> ListFiltersAsync(Survey? survey, bool onlyActive, CancellationToken cancellationToken)
    {
        await _format.CheckAsync(cancellationToken);
        return await FilterStore.ListAsync(survey, onlyActive, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> AddVersionAsync(string id, FilterVersion version, CancellationToken cancellationToken) =>
        await FilterStore.AddVersionAsync(id, version, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> ActivateAsync(string id, string fid, DateTimeOffset now, CancellationToken cancellationToken) =>
        await FilterStore.ActivateAsync(id, fid, now, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> DeactivateAsync(string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        await FilterStore.DeactivateAsync(id, now, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> SuspendAsync(string id, FilterSuspension suspension, CancellationToken cancellationToken) =>
        await FilterStore.SuspendAsync(id, suspension, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveFilterAsync(string id, CancellationToken cancellationToken) => await FilterStore.RemoveAsync(id, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<long> AddHitsAsync(IReadOnlyList<FilterHit> hits, CancellationToken cancellationToken)
    {
        if (hits.Count == 0)
            return 0;
        await EnsureIndexesOnceAsync(null, cancellationToken);
        return await FilterStore.AddHitsAsync(hits, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<FilterHit>> ListHitsAsync(FilterHitQuery query, CancellationToken cancellationToken)
    {
        await _format.CheckAsync(cancellationToken);
        return await FilterStore.ListHitsAsync(query, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<long> CountHitsAsync(string filterId, CancellationToken cancellationToken)
    {
        await _format.CheckAsync(cancellationToken);
        return await FilterStore.CountHitsAsync(filterId, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask AddDueAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken)
    {
        if (candids.Count == 0)
            return;
        await EnsureIndexesOnceAsync(survey, cancellationToken);
        await FilterStore.InsertAsync(_server.Documents(DueOf(survey)), [.. candids.Distinct().Select(candid => new BsonDocument("_id", candid))], cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlySet<long>> FindDueAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken)
    {
        if (candids.Count == 0)
            return new HashSet<long>();
        var options = MongoServer.Options(null, candids.Count + 1);
        return (await _server.FindAsync(_server.Collection(DueOf(survey)), MongoFilters.Ids(candids), options, cancellationToken))
            .Select(document => AlertFields.ReadCandid(document.Bytes.Span)).ToHashSet();
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<long>> ListDueAsync(Survey survey, long afterCandid, int limit, CancellationToken cancellationToken)
    {
        if (limit <= 0)
            return [];
        var options = MongoServer.Options(null, limit, ByCandid, limit);
        var found = await _server.FindAsync(
            _server.Collection(DueOf(survey)), new BsonDocument("_id", new BsonDocument("$gt", afterCandid)), options, cancellationToken);
        return found.ConvertAll(document => AlertFields.ReadCandid(document.Bytes.Span));
    }

    /// <inheritdoc/>
    public async ValueTask RemoveDueAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken)
    {
        if (candids.Count > 0)
            await _server.DeleteAsync(_server.Collection(DueOf(survey)), MongoFilters.Ids(candids), cancellationToken);
    }

    static string DueOf(Survey survey) => $"{survey.ToUpperName()}_filter_due";
}
