using System.CommandLine;
using Boom.Cli.Commands.Catalogs;
using Boom.Hosting;

namespace Boom.Cli.Commands.Watchlists;

/// <summary><c>boom watchlist remove NAME…</c>.</summary>
internal static class WatchlistRemoveCommand
{
    public static Command Create(CliConsole console)
    {
        var names = new Argument<string[]>("NAME") { Description = "Watch lists.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("remove", "Take watch lists away. Their hits stay, and filters that are bound to them go on with these.") { names, CatalogCommand.Folder };
        command.SetAction(parse => CatalogRemoveCommand.Run(console, parse.CatalogFolders(), Array.ConvertAll(parse.GetValue(names)!, WatchlistCommand.TableOf)));
        return command;
    }
}
