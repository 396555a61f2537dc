using Boom.Core.Bson;
using Boom.Embedded;

namespace Boom.Cli.Filters;

/// <summary>Reads some alerts for a filter that is stored untried, so that what is mistyped in it is told all the same.</summary>
internal static class FieldSample
{
    const int MostAlerts = 200;

    /// <summary>Has a filter's fields looked for in alerts of the latest night; answers what these alerts are called, null when there are none.</summary>
    public static async Task<string?> LookAsync(StoreSession store, ReadyFilter ready, CancellationToken cancellationToken)
    {
        if (await StoredNights.LatestAsync(store, ready.Survey, cancellationToken) is not { } night)
            return null;
        var selection = new TrialSelection(night, null);
        var page = await selection.PagesAsync(store, ready.Survey, cancellationToken).FirstOrDefaultAsync(cancellationToken) ?? [];
        var isWhole = page.Count <= MostAlerts;
        try
        {
            await foreach (var _ in new FilterInputs(ready, store).ReadAsync([.. page.Take(MostAlerts)], cancellationToken))
            {
                // The filter's fields are looked for while they are read.
            }
        }
        catch (BsonFormatException)
        {
            // A damaged object is told by whoever evaluates the filter; it keeps none from being stored.
            isWhole = false;
        }

        return isWhole ? selection.Name : $"those looked at of {selection.Name}";
    }
}
