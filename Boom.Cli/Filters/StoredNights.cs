using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Embedded;

namespace Boom.Cli.Filters;

/// <summary>Nights of a store, each by the date of its morning.</summary>
internal static class StoredNights
{
    /// <summary>The night of the alert with the greatest candid, which is the newest where candids grow with time; null when there is no alert.</summary>
    public static async Task<DateOnly?> LatestAsync(StoreSession store, ISurvey survey, CancellationToken cancellationToken)
    {
        var least = await store.Reader.ListCandidsAsync(survey.Key, AlertSpan.All, long.MinValue, 1, cancellationToken);
        if (least.Count == 0)
            return null;

        // Candids have an index and no end that could be asked for: the greatest lies where the halves of what is left shrink to one.
        var (known, above) = (least[0], long.MaxValue);
        while (known < above)
        {
            var middle = known + (long)(((ulong)above - (ulong)known) / 2);
            var next = await store.Reader.ListCandidsAsync(survey.Key, AlertSpan.All, middle, 1, cancellationToken);
            if (next.Count > 0)
                known = next[0];
            else
                above = middle;
        }

        var documents = await store.Alerts.ReadAlertsAsync(survey.Key, [known], cancellationToken);
        return documents.TryGetValue(known, out var document) ? AlertSpan.NightOf(survey, AlertToEnrich.Read(known, document).Jd) : null;
    }

    /// <summary>Alerts of a selection, page after page.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<long>> PagesAsync(
        StoreSession store, ISurvey survey, AlertSpan span, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const int pageSize = 2000;
        var after = long.MinValue;
        while (true)
        {
            var page = await store.Reader.ListCandidsAsync(survey.Key, span, after, pageSize, cancellationToken);
            if (page.Count == 0)
                yield break;
            yield return page;
            after = page[^1];
        }
    }
}
