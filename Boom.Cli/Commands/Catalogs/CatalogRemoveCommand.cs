using System.CommandLine;
using Boom.Core.Catalogs;
using Boom.Hosting;

namespace Boom.Cli.Commands.Catalogs;

/// <summary><c>boom catalog remove NAME…</c>.</summary>
internal static class CatalogRemoveCommand
{
    public static Command Create(CliConsole console)
    {
        var names = new Argument<string[]>("NAME") { Description = "Catalogues.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("remove", "Take tables away. What objects were found to match stays with them.") { names, CatalogCommand.Folder };
        command.SetAction(parse => Run(console, parse.CatalogFolders(), parse.GetValue(names)!));
        return command;
    }

    public static int Run(CliConsole console, string[] folders, string[] names)
    {
        foreach (var path in names.Distinct().Select(name => CatalogCommand.FileOf(folders, name)).ToList())
        {
            SkyTableFiles.Remove(path);
            console.WriteLine($"{Path.GetFileNameWithoutExtension(path)} is removed; workers let go of it within a minute.");
        }

        return (int)ExitCode.Done;
    }
}
