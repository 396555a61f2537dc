using System.CommandLine;
using Boom.AlertWorker.Catalogs;
using Boom.Cli.Parsing;
using Boom.Cli.Rendering;
using Boom.Cli.Rendering.Json;
using Boom.Core.Catalogs;
using Boom.Core.Store;
using Boom.Core.Text;
using Boom.Hosting;

namespace Boom.Cli.Commands.Catalogs;

/// <summary><c>boom catalog show NAME</c>.</summary>
internal static class CatalogShowCommand
{
    public static Command Create(CliConsole console)
    {
        var name = new Argument<string>("NAME") { Description = "The catalogue." };
        var limit = NumberOption.Whole("--limit", "Rows to show, default 5", 0, 100_000);
        var command = new Command("show", "What a table holds: version, source, columns with their units, and its first rows.") { name, limit, CatalogCommand.Folder };
        command.SetAction(parse => Run(console, parse, parse.GetValue(name)!, parse.GetValue(limit) ?? 5));
        return command;
    }

    static int Run(CliConsole console, ParseResult parse, string name, long limit)
    {
        using var table = SkyTable.Open(CatalogCommand.FileOf(parse.CatalogFolders(), name));
        var settings = CrossMatchSettings.Read(ProgramSettings.FromEnvironment());
        var rows = new TableRows(table);
        var shown = Math.Min(limit, table.Header.RowCount);
        if (parse.WantsJson())
        {
            CliJson.Write(console, new CatalogRowsJson(
                CatalogJson.Of(table.Header, CatalogListCommand.UsedBy(settings, name)),
                Enumerable.Range(0, (int)shown).Select(row => new StoredDocument(rows.Document(row)))));
            return (int)ExitCode.Done;
        }

        WriteText(console, table.Header);
        for (var row = 0L; row < shown; row++)
            console.WriteLine($"  {rows.Text(row)}");
        return (int)ExitCode.Done;
    }

    static void WriteText(CliConsole console, SkyTableHeader header)
    {
        var description = header.Description;
        console.WriteLine($"{description.Name} {description.Version}");
        DocumentText.WriteField(console, "rows", TotalAccount.Count(header.RowCount));
        DocumentText.WriteField(console, "made", FormattableString.Invariant($"{description.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC"));
        DocumentText.WriteField(console, "source", VisibleText.Of(description.Source));
        if (description.IdColumn is { } id)
            DocumentText.WriteField(console, "a row is", VisibleText.Of(id));
        foreach (var (key, value) in description.Properties)
            DocumentText.WriteField(console, VisibleText.Of(key), VisibleText.Of(value));
        console.WriteLine();
        var columns = new TextTable("column", "type", "unit", "description");
        columns.Add("ra", "float64", "deg", "right ascension, ICRS");
        columns.Add("dec", "float64", "deg", "declination, ICRS");
        foreach (var column in header.Columns)
            columns.Add(column.Name, column.Type.ToString().ToLowerInvariant(), column.Unit ?? "", column.Description ?? "");
        columns.WriteTo(console.Out, "  ");
        console.WriteLine();
    }
}
