using Boom.Core.Catalogs;
using Boom.Core.Text;

namespace Boom.Catalogs;

/// <summary>Brings a catalogue in: a source becomes a sky table.</summary>
public static class CatalogImport
{
    /// <summary>As <see cref="Run(string, string, CatalogOptions, TimeProvider, IProgress{CatalogProgress}?, CancellationToken)"/>, on another thread.</summary>
    public static Task<CatalogAccount> RunAsync(
        string source, string folder, CatalogOptions options, TimeProvider time, IProgress<CatalogProgress>? progress, CancellationToken cancellationToken) =>
        Task.Run(() => Run(source, folder, options, time, progress, cancellationToken), cancellationToken);

    /// <summary>
    /// Reads a source and writes the table <c>FOLDER/NAME.sky</c>, in bounded memory. A table of that name is replaced in one step at the end; until then, and
    /// when the import fails or is cancelled, it stays as it was, and nothing else is left.
    /// </summary>
    /// <param name="source">A file, a folder, or <c>mongodb://host/database#collection</c>.</param>
    /// <param name="folder">Folder of the tables; made when it is not there.</param>
    /// <param name="options">How it is brought in.</param>
    /// <param name="time">Clock of rates, of the table's time and of its version.</param>
    /// <param name="progress">Hears some ten times a second how far it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CatalogException">The catalogue cannot be brought in; one sentence says why.</exception>
    public static CatalogAccount Run(
        string source, string folder, CatalogOptions options, TimeProvider time, IProgress<CatalogProgress>? progress, CancellationToken cancellationToken)
    {
        if (source.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || source.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            throw new CatalogException($"Boom does not download: fetch {VisibleText.Of(source)} first, and give the file.");
        var name = CatalogName.Of(source, options.Name);
        using var opened = CatalogSources.Open(source, options);
        return Run(opened, name, folder, options, time, progress, cancellationToken);
    }

    /// <summary>The same for a source that is open.</summary>
    /// <param name="name">Name of the table.</param>
    public static CatalogAccount Run(
        ICatalogSource source, string name, string folder, CatalogOptions options, TimeProvider time, IProgress<CatalogProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(folder);

            // What killed imports of any name have left.
            SkyTableFiles.Sweep(folder);
            return new ImportRun(source, name, folder, options, time, progress, cancellationToken).Run();
        }
        catch (SkyTableException fault)
        {
            throw new CatalogException(fault.Message, fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CatalogException($"The table {name} cannot be written to {folder}: {CatalogFaults.Plain(fault)}", fault);
        }
    }
}
