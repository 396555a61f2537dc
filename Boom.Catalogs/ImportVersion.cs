using System.Globalization;
using Boom.Core.Catalogs;

namespace Boom.Catalogs;

/// <summary>Versions of tables. Objects are matched again when the version is another one: two tables of one name never share it.</summary>
static class ImportVersion
{
    /// <summary>The version of a table to come.</summary>
    /// <param name="path">Where it will be; a table may be there.</param>
    /// <param name="given">The version that is asked for, or null.</param>
    /// <param name="time">Clock.</param>
    /// <exception cref="CatalogException">The table that is there has this version.</exception>
    public static string Of(string path, string? given, TimeProvider time)
    {
        var former = FormerOf(path);
        if (given is not null && given == former)
        {
            throw new CatalogException(
                $"The table {path} has the version {given} already, and objects that were matched with it would not be matched again: give another version, or remove the table first.");
        }

        if (given is not null)
            return given;
        var date = time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (former == date)
            return $"{date}.2";
        return former is not null && former.StartsWith(date + ".", StringComparison.Ordinal)
            && int.TryParse(former.AsSpan(date.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? string.Create(CultureInfo.InvariantCulture, $"{date}.{number + 1}")
                : date;
    }

    // One that cannot be read has no version that anything was matched with.
    static string? FormerOf(string path)
    {
        try
        {
            if (!File.Exists(path))
                return null;
            using var table = SkyTable.Open(path);
            return table.Header.Description.Version;
        }
        catch (SkyTableException)
        {
            return null;
        }
    }
}
