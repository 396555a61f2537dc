using System.CommandLine;
using Boom.AlertWorker.Catalogs;
using Boom.Core.Catalogs;
using Boom.Hosting;

namespace Boom.Cli.Commands.Catalogs;

/// <summary><c>boom catalog</c>: the sky tables that objects are matched with.</summary>
internal static class CatalogCommand
{
    /// <summary>Where the tables are.</summary>
    public static readonly Option<string?> Folder = new("--catalogs")
    {
        Description = "Folder of the tables. Default: Catalogs__Folder, or catalogs in the data folder, or simulated-catalogs there.",
        HelpName = "DIR",
    };

    public static Command Create(CliConsole console) => new("catalog", "Catalogues that new objects are matched with: add, list, show, check, remove, and match what is stored.")
    {
        CatalogAddCommand.Create(console),
        CatalogListCommand.Create(console),
        CatalogShowCommand.Create(console),
        CatalogCheckCommand.Create(console),
        CatalogRemoveCommand.Create(console),
        CatalogMatchCommand.Create(console),
    };

    /// <summary>The folder that a command is to work on.</summary>
    public static string CatalogFolder(this ParseResult parse)
    {
        if (parse.GetValue(Folder) is { } path)
            return Path.GetFullPath(path);
        var configured = ProgramSettings.FromEnvironment()[$"{CatalogsOptions.Section}:{nameof(CatalogsOptions.Folder)}"];
        return string.IsNullOrEmpty(configured) ? DefaultFolder(parse.DataFolder()) : Path.GetFullPath(configured);
    }

    /// <summary>Where the tables of the simulated sky are: apart from the others, lest real objects be matched with them.</summary>
    public static string SimulatedFolder(string dataFolder) => Path.Combine(dataFolder, "simulated-catalogs");

    /// <summary>The tables of a data folder; those of the simulated sky where there are no others.</summary>
    public static string DefaultFolder(string dataFolder)
    {
        var folder = Path.Combine(dataFolder, "catalogs");
        return !Directory.Exists(folder) && Directory.Exists(SimulatedFolder(dataFolder)) ? SimulatedFolder(dataFolder) : folder;
    }

    /// <summary>The file of a table that is there.</summary>
    /// <exception cref="ExitException">There is none.</exception>
    public static string FileOf(string folder, string name)
    {
        var path = SkyTableDescription.IsValidName(name) ? SkyTableFiles.PathOf(folder, name) : "";
        return File.Exists(path) ? path : throw new ExitException(ExitCode.Missing, $"There is no catalogue {name} in {folder}: 'boom catalog list' shows those that there are.");
    }
}
