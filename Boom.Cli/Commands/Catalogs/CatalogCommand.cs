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
        Description = "Folder of the tables. Default: Catalogs__Folder, or catalogs in the data folder; what is looked at may be in simulated-catalogs there as well.",
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

    /// <summary>The folder that a command writes to.</summary>
    public static string CatalogFolder(this ParseResult parse)
    {
        if (parse.GetValue(Folder) is { } path)
            return Path.GetFullPath(path);
        var configured = ProgramSettings.FromEnvironment()[$"{CatalogsOptions.Section}:{nameof(CatalogsOptions.Folder)}"];
        return string.IsNullOrEmpty(configured) ? Path.Combine(parse.DataFolder(), "catalogs") : Path.GetFullPath(configured);
    }

    /// <summary>The folders that a command looks into: the one, and that of the simulated sky unless one is named.</summary>
    /// <exception cref="ExitException">The one that is named is not there.</exception>
    public static string[] CatalogFolders(this ParseResult parse)
    {
        var folder = parse.CatalogFolder();
        if (parse.GetValue(Folder) is null)
            return [folder, SimulatedFolder(parse.DataFolder())];
        return Directory.Exists(folder) ? [folder] : throw new ExitException(ExitCode.Missing, $"There is no folder {folder}.");
    }

    /// <summary>Where the tables of the simulated sky are: apart from the others, lest real objects be matched with them.</summary>
    public static string SimulatedFolder(string dataFolder) => Path.Combine(dataFolder, "simulated-catalogs");

    /// <summary>The file of a table that is there.</summary>
    /// <exception cref="ExitException">There is none.</exception>
    public static string FileOf(string[] folders, string name)
    {
        var path = SkyTableDescription.IsValidName(name) ? folders.Select(folder => SkyTableFiles.PathOf(folder, name)).FirstOrDefault(File.Exists) : null;
        return path ?? throw new ExitException(
            ExitCode.Missing, $"There is no catalogue {name} in {string.Join(" or ", folders)}: 'boom catalog list' shows those that there are.");
    }
}
