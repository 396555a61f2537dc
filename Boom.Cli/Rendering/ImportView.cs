using System.Globalization;
using Boom.Catalogs;
using Boom.Core.Store;
using Boom.Hosting;

namespace Boom.Cli.Rendering;

/// <summary>A line every two seconds of an import.</summary>
internal sealed class ImportView(CliConsole console) : IProgress<CatalogProgress>
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    readonly Lock _lock = new();
    long _shown = console.Time.GetTimestamp();

    public void Report(CatalogProgress value)
    {
        lock (_lock)
        {
            if (console.Time.GetElapsedTime(_shown) < Interval)
                return;
            _shown = console.Time.GetTimestamp();
            var what = value.Phase switch
            {
                CatalogPhase.Reading => "read",
                CatalogPhase.Looking => "looked through for types",
                _ => "written",
            };
            var share = value.Fraction is { } fraction ? string.Create(CultureInfo.InvariantCulture, $", {100 * fraction:0} %") : "";
            console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{TotalAccount.Count(value.Rows)} rows {what}, {value.RowsPerSecond:0} a second{share}"));
        }
    }
}
