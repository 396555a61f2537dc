using System.CommandLine;
using System.Globalization;
using Boom.AlertWorker.Catalogs;
using Boom.Cli.Parsing;
using Boom.Cli.Rendering;
using Boom.Cli.Rendering.Json;
using Boom.Core.Catalogs;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Text;
using Boom.Hosting;

namespace Boom.Cli.Commands.Catalogs;

/// <summary><c>boom catalog list</c>.</summary>
internal static class CatalogListCommand
{
    public static Command Create(CliConsole console)
    {
        var command = new Command("list", "Each table: version, rows, size, and which surveys are matched with it.") { CatalogCommand.Folder };
        command.SetAction(parse => Run(console, parse));
        return command;
    }

    /// <summary>Which surveys are matched with a catalogue, such as <c>ztf 2"</c>.</summary>
    public static IEnumerable<string> UsedBy(CrossMatchSettings settings, string catalog) =>
        from survey in SurveyOption.Supported
        from rule in settings.RulesOf(SurveyCatalog.Default[survey])
        where rule.Catalog == catalog
        select string.Create(CultureInfo.InvariantCulture, $"{survey.ToLowerName()} {rule.RadiusArcsec}\"");

    static int Run(CliConsole console, ParseResult parse)
    {
        using var shelf = new CatalogShelf(parse.CatalogFolders());
        shelf.Refresh();
        using var set = shelf.Take();
        var settings = CrossMatchSettings.Read(ProgramSettings.FromEnvironment());
        var tables = set.Tables.Select(table => table.Header).OrderBy(header => header.Description.Name, StringComparer.Ordinal).ToList();
        List<string> missing =
        [
            .. SurveyOption.Supported.Where(settings.Names).SelectMany(survey => settings.RulesOf(SurveyCatalog.Default[survey]))
                .Select(rule => rule.Catalog).Distinct().Where(catalog => set.Find(catalog) is null),
        ];
        if (parse.WantsJson())
            CliJson.Write(console, new CatalogsJson(shelf.Place, tables.Select(table => CatalogJson.Of(table, UsedBy(settings, table.Description.Name))), missing, set.Problems));
        else
            WriteText(console, shelf.Place, tables, settings);
        foreach (var problem in set.Problems.Concat(missing.Select(name => $"The configuration asks for catalogue {name}, which is not in {shelf.Place}: bring it in by 'boom catalog add'.")))
            console.Complain(problem);
        return (int)(set.Problems.Count + missing.Count > 0 ? ExitCode.BadNews : ExitCode.Done);
    }

    static void WriteText(CliConsole console, string folder, List<SkyTableHeader> tables, CrossMatchSettings settings)
    {
        console.WriteLine($"Catalogues: {folder}");
        if (tables.Count == 0)
        {
            console.WriteLine("There is none: 'boom catalog add' brings one in.");
            return;
        }

        var table = new TextTable("catalogue", "version", "rows>", "columns>", "MB>", "made (UTC)", "matched with", "source");
        foreach (var header in tables)
        {
            var description = header.Description;
            var use = description.Name.StartsWith(WatchlistMatcher.Prefix, StringComparison.Ordinal) ? "a watch list" : string.Join(", ", UsedBy(settings, description.Name));
            table.Add(
                description.Name, description.Version, TotalAccount.Count(header.RowCount), DocumentText.Whole(header.Columns.Count + 2),
                NumberText.Fixed(header.FileBytes / 1e6, 1), description.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                use.Length > 0 ? use : "no survey", description.Source);
        }

        table.WriteTo(console.Out);
    }
}
