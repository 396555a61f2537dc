using Boom.Core.Resilience;
using Boom.Core.Surveys;

namespace Boom.Core.Store;

/// <summary>What is known of objects from catalogues and watch lists. Calls throw <see cref="TransientFaultException"/> when the store is away or busy.</summary>
public interface ICatalogStore
{
    /// <summary>Of the objects, those that are stored.</summary>
    ValueTask<IReadOnlySet<string>> FindObjectsAsync(Survey survey, IReadOnlyCollection<string> objectIds, CancellationToken cancellationToken);

    /// <summary>Objects by objectId, ascending by it as bytes are: what a walk through the store goes by, page after page.</summary>
    /// <param name="survey">Whose.</param>
    /// <param name="afterObjectId">The last one of the page before; empty for the first page.</param>
    /// <param name="limit">Objects of a page.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    ValueTask<IReadOnlyList<StoredObject>> ListObjectsAsync(Survey survey, string afterObjectId, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Sets what catalogues say of objects, each where the object has the version that the match follows. Leaves everything else of the object to the workers
    /// that write it meanwhile. Answers how many objects were changed.
    /// </summary>
    ValueTask<long> WriteMatchesAsync(Survey survey, IReadOnlyList<ObjectMatches> objects, CancellationToken cancellationToken);

    /// <summary>Records hits of watch lists. One that is recorded stays as it is. Answers how many were not.</summary>
    ValueTask<long> AddWatchlistHitsAsync(IReadOnlyList<WatchlistHit> hits, CancellationToken cancellationToken);

    /// <summary>Hits of watch lists, latest first.</summary>
    ValueTask<IReadOnlyList<WatchlistHit>> ListWatchlistHitsAsync(WatchlistQuery query, CancellationToken cancellationToken);

    /// <summary>The hits of objects on watch lists, by object, list, distance and row.</summary>
    /// <param name="survey">Whose objects.</param>
    /// <param name="objectIds">The objects.</param>
    /// <param name="lists">Names of the lists.</param>
    /// <param name="limit">Of each object and list at most so many: the nearest.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    ValueTask<IReadOnlyList<WatchlistHit>> ReadWatchlistHitsAsync(
        Survey survey, IReadOnlyCollection<string> objectIds, IReadOnlyCollection<string> lists, int limit, CancellationToken cancellationToken);
}
