using System.CommandLine;
using Boom.Catalogs;
using Boom.Cli.Rendering;
using Boom.Cli.Rendering.Json;
using Boom.Core.Catalogs.Matching;
using Boom.Hosting;

namespace Boom.Cli.Commands.Catalogs;

/// <summary><c>boom catalog add</c>.</summary>
internal static class CatalogAddCommand
{
    public static Command Create(CliConsole console)
    {
        var source = new Argument<string>("SOURCE")
        {
            Description = "A file (CSV, TSV, ECSV, Parquet, FITS, VOTable; .gz too), a folder of them, a HATS catalogue, or mongodb://host/database#collection.",
        };
        var name = new Option<string?>("--name") { Description = "Name of the catalogue, e.g. NED. Default: from the name of the source.", HelpName = "NAME" };
        var options = new SourceOptions();
        var command = new Command("add", "Bring a catalogue in as a sky table. One of that name is replaced at the end, without a stop of the workers.") { source, name, CatalogCommand.Folder };
        options.AddTo(command);
        command.SetAction((parse, cancellationToken) => RunAsync(
            console, parse, parse.GetValue(source)!, options.Read(parse) with { Name = parse.GetValue(name) }, cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(CliConsole console, ParseResult parse, string source, CatalogOptions options, CancellationToken cancellationToken)
    {
        if (options.Name?.StartsWith(WatchlistMatcher.Prefix, StringComparison.Ordinal) == true)
            throw new ExitException(ExitCode.Usage, $"Names that begin with {WatchlistMatcher.Prefix} are of watch lists: 'boom watchlist add' takes one.");
        var folder = parse.CatalogFolder();
        var account = await CatalogImport.RunAsync(source, folder, options, console.Time, new ImportView(console), cancellationToken);
        if (parse.WantsJson())
            CliJson.Write(console, AddedCatalogJson.Of(account));
        else
            ImportOutput.Write(console, account);
        return (int)(account.RowsAdded > 0 ? ExitCode.Done : ExitCode.BadNews);
    }
}
