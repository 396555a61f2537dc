using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Enricher.Stored;

/// <summary>A walk through the alerts of a selection, page by page, which can be gone on with from where it was left.</summary>
/// <param name="reader">The store.</param>
/// <param name="survey">Whose alerts.</param>
/// <param name="selection">Which.</param>
/// <param name="pageSize">Candids of a page; one that ends with an object may have more.</param>
sealed class StoredPages(IAlertReader reader, Survey survey, StoredSelection selection, int pageSize)
{
    const int MostAlertsOfAnObject = 1_000_000;

    /// <summary>Where a walk begins.</summary>
    public const long Start = long.MinValue;

    /// <summary>The page behind a place; null at the end.</summary>
    public ValueTask<StoredPage?> NextAsync(long cursor, CancellationToken cancellationToken) =>
        selection.ObjectIds is { } objects ? NextOfObjectsAsync(objects, cursor, cancellationToken) : NextByCandidAsync(cursor, cancellationToken);

    async ValueTask<StoredPage?> NextByCandidAsync(long cursor, CancellationToken cancellationToken)
    {
        var candids = await reader.ListCandidsAsync(survey, selection.Span, cursor, pageSize, cancellationToken);
        return candids.Count > 0 ? new StoredPage(candids, candids[^1]) : null;
    }

    // The place is the number of objects that are done.
    async ValueTask<StoredPage?> NextOfObjectsAsync(IReadOnlyList<string> objects, long cursor, CancellationToken cancellationToken)
    {
        var next = (int)Math.Max(0, cursor);
        var candids = new List<long>();
        while (next < objects.Count && candids.Count < pageSize)
        {
            var alerts = await reader.ListAlertsAsync(survey, objects[next++], MostAlertsOfAnObject, cancellationToken);
            candids.AddRange(alerts.Select(alert => alert.Candid));
        }

        return candids.Count > 0 ? new StoredPage(candids, next) : null;
    }
}

/// <summary>A page of a walk.</summary>
/// <param name="Candids">At least one.</param>
/// <param name="Cursor">The place behind it.</param>
readonly record struct StoredPage(IReadOnlyList<long> Candids, long Cursor);
