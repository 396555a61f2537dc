using System.CommandLine;
using Boom.Cli.Rendering.Json;
using Boom.Core.Catalogs;
using Boom.Hosting;

namespace Boom.Cli.Commands.Catalogs;

/// <summary><c>boom catalog check</c>.</summary>
internal static class CatalogCheckCommand
{
    public static Command Create(CliConsole console)
    {
        var names = new Argument<string[]>("NAME") { Description = "Catalogues. Default: all.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("check", "Read tables whole, and hold them against their checksums; exit 1 when one is damaged.") { names, CatalogCommand.Folder };
        command.SetAction((parse, cancellationToken) => Task.Run(() => Run(console, parse, parse.GetValue(names)!, cancellationToken), cancellationToken));
        return command;
    }

    static int Run(CliConsole console, ParseResult parse, string[] names, CancellationToken cancellationToken)
    {
        var folders = parse.CatalogFolders();
        var folder = string.Join(" and ", folders);
        string[] paths = names.Length > 0 ? [.. names.Select(name => CatalogCommand.FileOf(folders, name))] : [.. folders.SelectMany(SkyTableFiles.List)];
        var verdicts = paths.Select(path => Check(path, cancellationToken)).ToList();
        if (parse.WantsJson())
        {
            CliJson.Write(console, new CheckedCatalogsJson(folder, verdicts));
        }
        else
        {
            foreach (var verdict in verdicts)
                console.WriteLine($"{verdict.File}: {(verdict.Sound ? "sound" : "DAMAGED")}");
            if (verdicts.Count == 0)
                console.WriteLine($"There is no catalogue in {folder}.");
        }

        foreach (var problem in verdicts.Select(verdict => verdict.Problem).OfType<string>())
            console.Complain(problem);
        return (int)(verdicts.TrueForAll(verdict => verdict.Sound) ? ExitCode.Done : ExitCode.BadNews);
    }

    static CheckedCatalogJson Check(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var table = SkyTable.Open(path);
            table.Verify(null, cancellationToken);
            return new CheckedCatalogJson(Path.GetFileName(path), Sound: true);
        }
        catch (SkyTableException fault)
        {
            return new CheckedCatalogJson(Path.GetFileName(path), Sound: false, fault.Message);
        }
    }
}
