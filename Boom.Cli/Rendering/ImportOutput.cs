using System.Globalization;
using Boom.Catalogs;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Store;
using Boom.Core.Text;
using Boom.Hosting;

namespace Boom.Cli.Rendering;

/// <summary>What a person is told of a catalogue that was brought in.</summary>
internal static class ImportOutput
{
    public static void Write(CliConsole console, CatalogAccount account)
    {
        var (header, seconds) = (account.Header, Math.Max(account.Duration.TotalSeconds, 1e-3));
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{header.Description.Name} {header.Description.Version}: {TotalAccount.Count(account.RowsAdded)} rows of {header.Columns.Count + 2} columns, {header.FileBytes / 1e6:0.0} MB, in {seconds:0.0} s ({account.RowsRead / seconds:0} rows a second)"));
        console.WriteLine($"  position   {VisibleText.Of(account.RaColumn)}, {VisibleText.Of(account.DecColumn)}");
        if (account.RowsLeftOut > 0)
            console.WriteLine($"  left out   {TotalAccount.Count(account.RowsLeftOut)} by the condition");
        foreach (var (reason, rows) in account.RowsRefused)
            console.WriteLine($"  REFUSED    {TotalAccount.Count(rows)}: {VisibleText.Of(reason)}");
        foreach (var refusal in account.FirstRefusals)
            console.WriteLine($"             {VisibleText.Of(refusal.ToString())}");
        foreach (var column in account.SkippedColumns)
            console.WriteLine($"  left out   column {VisibleText.Of(column.Name)}: {VisibleText.Of(column.Reason)}");
        foreach (var warning in account.Warnings)
            console.Complain(warning);
        var isList = header.Description.Name.StartsWith(WatchlistMatcher.Prefix, StringComparison.Ordinal);
        console.WriteLine($"Workers take it within a minute. Objects that are stored: boom catalog match {header.Description.Name}{(isList ? "" : ", where a rule names it")}");
    }
}
