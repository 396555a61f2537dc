using Boom.Catalogs.Fits;
using Boom.Catalogs.Mongo;
using Boom.Catalogs.Parquet;
using Boom.Catalogs.Text;
using Boom.Catalogs.VoTable;
using Boom.Core.Text;

namespace Boom.Catalogs;

/// <summary>Opens what catalogues come from.</summary>
public static class CatalogSources
{
    /// <summary>Opens a file, a folder of files of one kind, a HATS folder, or a collection, <c>mongodb://host/database#collection</c>.</summary>
    /// <param name="source">Path or address.</param>
    /// <param name="options">How it is read.</param>
    /// <exception cref="CatalogException">It is not there, cannot be read, or is of no kind that Boom reads.</exception>
    public static ICatalogSource Open(string source, CatalogOptions options)
    {
        if (options.Separator is { } separator && separator is not (',' or ';' or '|' or '\t' or ' '))
            throw new CatalogException($"'{VisibleText.Of(separator.ToString())}' is no separator: comma, semicolon, bar, tab and blank are (--separator).");
        if (MongoSource.Is(source))
            return MongoSource.Open(source, options);
        if (source.Contains("://", StringComparison.Ordinal))
            throw new CatalogException($"{VisibleText.Of(source)} is no source that Boom reads: give a file, a folder, or mongodb://HOST/DATABASE#COLLECTION.");
        try
        {
            if (Directory.Exists(source))
                return OpenFolder(Path.GetFullPath(source), options);
            if (!File.Exists(source))
                throw new CatalogException($"There is no file or folder {VisibleText.Of(source)}.");
            var path = Path.GetFullPath(source);
            return Open(CatalogRecognition.KindOf(path, VisibleText.Of(Path.GetFileName(path))), path, [path], options);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CatalogException($"{VisibleText.Of(source)} cannot be read: {CatalogFaults.Plain(fault)}", fault);
        }
    }

    static FileSource OpenFolder(string folder, CatalogOptions options)
    {
        folder = HatsFolder.Primary(folder);
        var name = VisibleText.Of(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)));
        if (HatsFolder.Is(folder))
            return new ParquetSource(folder, HatsFolder.Files(folder, name), isHats: true);
        var paths = Directory.GetFiles(folder).Where(path => !CatalogRecognition.IsAside(path)).Order(StringComparer.Ordinal).ToList();
        if (paths.Count == 0)
        {
            throw new CatalogException(Directory.EnumerateDirectories(folder).Any()
                ? $"{name} has no files, only folders: give one of these, or a HATS folder."
                : $"{name} has no files.");
        }

        var kind = CatalogRecognition.KindOf(paths[0], Path.GetFileName(paths[0]));
        foreach (var path in paths)
        {
            if (CatalogRecognition.KindOf(path, VisibleText.Of(Path.GetFileName(path))) != kind)
                throw new CatalogException($"{name} has files of several kinds ({Path.GetFileName(paths[0])}, {Path.GetFileName(path)}): one kind is one catalogue.");
        }

        return Open(kind, folder, paths, options);
    }

    static FileSource Open(CatalogKind kind, string root, IReadOnlyList<string> paths, CatalogOptions options) => kind switch
    {
        CatalogKind.Fits => new FitsSource(root, paths, options.Hdu),
        CatalogKind.Parquet => new ParquetSource(root, paths, isHats: false),
        CatalogKind.VoTable => new VoSource(root, paths),
        _ => new TextSource("text file", root, paths, options),
    };
}
