using Boom.Core.Catalogs;
using Boom.Core.Text;

namespace Boom.Catalogs;

/// <summary>Names of tables.</summary>
static class CatalogName
{
    static readonly string[] Endings = [".gz", ".csv", ".tsv", ".txt", ".dat", ".ecsv", ".fits", ".fit", ".vot", ".votable", ".xml", ".parquet", ".parq"];

    /// <summary>The name given, else that of the file, folder or collection.</summary>
    public static string Of(string source, string? given)
    {
        var name = given ?? FromSource(source);
        if (SkyTableDescription.IsValidName(name))
            return name;
        throw new CatalogException(
            $"'{VisibleText.Of(name)}' is no name of a table: it has letters, digits, _ and - only, at most {SkyTableDescription.MaxNameLength}. Give one with --name.");
    }

    static string FromSource(string source)
    {
        if (source.Contains("://", StringComparison.Ordinal))
            return source[(source.LastIndexOf('#') + 1)..];
        if (source.Length == 0 || source.Contains('\0', StringComparison.Ordinal))
            throw new CatalogException("The source has no name: give a file, a folder, or mongodb://HOST/DATABASE#COLLECTION.");
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(source)));
        while (Array.Find(Endings, ending => name.Length > ending.Length && name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) is { } ending)
            name = name[..^ending.Length];
        return string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_'));
    }
}
