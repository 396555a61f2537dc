using Boom.Core.Catalogs.Matching;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Embedded;
using Boom.Hosting;

namespace Boom.Cli.Filters;

/// <summary>The watch lists that filters can be bound to: those whose tables are here, and those of which the store has hits.</summary>
internal static class KnownWatchlists
{
    /// <summary>Makes sure that the list of a filter is one: from one that is not, nothing would ever pass.</summary>
    /// <param name="ready">The filter.</param>
    /// <param name="store">Where hits are.</param>
    /// <param name="folders">Where tables are.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <param name="folderName">What names another folder in the place of the first: an option of the command, or a variable of the environment.</param>
    /// <exception cref="ExitException">There is no such list, or it is not for the filter's survey.</exception>
    public static async Task RequireAsync(ReadyFilter ready, StoreSession store, string[] folders, CancellationToken cancellationToken, string folderName = "Catalogs__Folder")
    {
        if (ready.Filter.Watchlist is not { } list)
            return;
        using var shelf = new CatalogShelf(folders);
        shelf.Refresh();
        using var set = shelf.Take();
        var tables = set.Tables.Select(table => table.Header.Description)
            .Where(description => description.Name.StartsWith(WatchlistMatcher.Prefix, StringComparison.Ordinal)).ToList();
        if (tables.Find(table => table.Name == list) is { } known)
        {
            if (known.Properties.TryGetValue(WatchlistMatcher.SurveysProperty, out var surveys)
                && !surveys.Split(',', StringSplitOptions.TrimEntries).Contains(ready.Survey.Key.ToLowerName()))
            {
                throw new ExitException(
                    ExitCode.Usage, $"{list} is a watch list for {surveys}, not for {ready.Survey.Key.ToLowerName()}: nothing would pass. 'boom watchlist add' makes one for it.");
            }

            return;
        }

        // Of a list whose table is on another machine, or was removed, the hits are here.
        if ((await store.Alerts.ListWatchlistHitsAsync(new WatchlistQuery(list, Limit: 1), cancellationToken)).Count > 0)
            return;
        var names = string.Join(", ", tables.Select(table => table.Name).Order(StringComparer.Ordinal));
        throw new ExitException(
            ExitCode.Missing,
            $"There is no watch list {list} in {shelf.Place}, and no hit of it in {store.Name}; {(names.Length > 0 ? $"there are {names}" : "there is no other")}: 'boom watchlist add' makes one, {folderName} names another folder.");
    }
}
