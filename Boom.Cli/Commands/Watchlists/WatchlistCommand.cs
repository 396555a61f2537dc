using System.CommandLine;
using Boom.Core.Catalogs.Matching;
using Boom.Hosting;

namespace Boom.Cli.Commands.Watchlists;

/// <summary><c>boom watchlist</c>: places that somebody waits for.</summary>
internal static class WatchlistCommand
{
    public static Command Create(CliConsole console) => new("watchlist", "Places that somebody waits for: add a list, and see which objects were found there.")
    {
        WatchlistAddCommand.Create(console),
        WatchlistListCommand.Create(console),
        WatchlistRemoveCommand.Create(console),
        WatchlistHitsCommand.Create(console),
    };

    /// <summary>The name of the table of a list; people may leave the beginning out.</summary>
    public static string TableOf(string list) => list.StartsWith(WatchlistMatcher.Prefix, StringComparison.Ordinal) ? list : WatchlistMatcher.Prefix + list;
}
