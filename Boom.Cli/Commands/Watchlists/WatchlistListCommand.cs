using System.CommandLine;
using Boom.Cli.Commands.Catalogs;
using Boom.Cli.Rendering.Json;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Store;
using Boom.Core.Text;
using Boom.Hosting;

namespace Boom.Cli.Commands.Watchlists;

/// <summary><c>boom watchlist list</c>.</summary>
internal static class WatchlistListCommand
{
    public static Command Create(CliConsole console)
    {
        var command = new Command("list", "Each watch list: owner, radius, places.") { CatalogCommand.Folder };
        command.SetAction(parse => Run(console, parse));
        return command;
    }

    static int Run(CliConsole console, ParseResult parse)
    {
        using var shelf = new CatalogShelf(parse.CatalogFolders());
        shelf.Refresh();
        using var set = shelf.Take();
        var lists = set.Tables.Select(table => table.Header)
            .Where(header => header.Description.Name.StartsWith(WatchlistMatcher.Prefix, StringComparison.Ordinal))
            .OrderBy(header => header.Description.Name, StringComparer.Ordinal).ToList();
        if (parse.WantsJson())
        {
            CliJson.Write(console, new CatalogsJson(shelf.Place, lists.Select(list => CatalogJson.Of(list, [])), [], set.Problems));
        }
        else if (lists.Count == 0)
        {
            console.WriteLine("There is no watch list: 'boom watchlist add' makes one.");
        }
        else
        {
            var table = new TextTable("list", "owner", "radius arcsec>", "places>", "surveys", "version", "source");
            foreach (var (description, places) in lists.Select(list => (list.Description, list.RowCount)))
            {
                table.Add(
                    description.Name, Property(WatchlistMatcher.OwnerProperty, "nobody"), Property(WatchlistMatcher.RadiusProperty, "none"), TotalAccount.Count(places),
                    Property(WatchlistMatcher.SurveysProperty, "all"), description.Version, description.Source);

                string Property(string name, string without) => description.Properties.GetValueOrDefault(name, without);
            }

            table.WriteTo(console.Out);
        }

        foreach (var problem in set.Problems)
            console.Complain(problem);
        return (int)(set.Problems.Count > 0 ? ExitCode.BadNews : ExitCode.Done);
    }
}
