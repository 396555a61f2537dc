using System.Globalization;

namespace Boom.Catalogs.Parquet;

/// <summary>A catalogue in the HATS layout (IVOA note, 2025): <c>Norder=1/Dir=0/Npix=17.parquet</c>, or a folder of files per pixel, under <c>dataset</c> or at the top.</summary>
static class HatsFolder
{
    const int MostPropertyBytes = 1 << 20;

    static readonly string[] PropertyFiles = ["hats.properties", "properties", "catalog_info.json"];

    /// <summary>Columns that place a row in the layout and say nothing of the object.</summary>
    public static bool IsLayout(string column) => column is "_healpix_29" or "_hipscat_index" or "Norder" or "Dir" or "Npix";

    /// <summary>Whether a folder is one.</summary>
    public static bool Is(string folder) =>
        HasOrders(folder) || HasOrders(Path.Combine(folder, "dataset"))
        || (Array.Exists(PropertyFiles, file => File.Exists(Path.Combine(folder, file))) && Property(folder, "hats_version", "hipscat_version", "dataproduct_type", "obs_collection") is not null);

    /// <summary>The catalogue of a HATS collection, which has margins and indices beside it; any other folder is its own.</summary>
    public static string Primary(string folder) => ReadProperty(Path.Combine(folder, "collection.properties"), "hats_primary_table_url") is { Length: > 0 } name
        ? Path.Combine(folder, Path.GetFileName(Path.TrimEndingDirectorySeparator(name)))
        : folder;

    /// <summary>Its files, by order and pixel.</summary>
    /// <exception cref="CatalogException">It is no catalogue of objects.</exception>
    public static List<string> Files(string folder, string name)
    {
        if (Property(folder, "dataproduct_type", "catalog_type") is { } type && type is not ("object" or "source"))
            throw new CatalogException($"{name} is no HATS catalogue of objects but of the type '{Boom.Core.Text.VisibleText.Of(type)}': take the catalogue itself{(type == "margin" ? ", which has the rows of its margin" : "")}.");
        var top = HasOrders(folder) ? folder : Path.Combine(folder, "dataset");
        var files = new List<(int Order, long Pixel, string Path)>();
        foreach (var order in Orders(top))
        {
            foreach (var path in Directory.EnumerateFiles(order.Path, "*.parquet", SearchOption.AllDirectories))
            {
                if (PixelOf(order.Path, path) is { } pixel)
                    files.Add((order.Order, pixel, path));
            }
        }

        if (files.Count == 0)
            throw new CatalogException($"{name} has no files Norder=…/Dir=…/Npix=….parquet: this HATS folder is empty.");
        files.Sort();
        return [.. files.Select(file => file.Path)];
    }

    static bool HasOrders(string folder) => Orders(folder).Count > 0;

    static List<(int Order, string Path)> Orders(string folder)
    {
        var orders = new List<(int, string)>();
        if (!Directory.Exists(folder))
            return orders;
        foreach (var path in Directory.EnumerateDirectories(folder, "Norder=*"))
        {
            if (int.TryParse(Path.GetFileName(path)["Norder=".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var order))
                orders.Add((order, path));
        }

        return orders;
    }

    // Of the file, or of the folder that holds the files of one pixel.
    static long? PixelOf(string order, string path)
    {
        foreach (var part in Path.GetRelativePath(order, path).Split(Path.DirectorySeparatorChar))
        {
            var text = Path.GetFileNameWithoutExtension(part);
            if (text.StartsWith("Npix=", StringComparison.Ordinal)
                && long.TryParse(text["Npix=".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var pixel))
                return pixel;
        }

        return null;
    }

    static string? Property(string folder, params string[] keys)
    {
        foreach (var file in PropertyFiles)
        {
            if (ReadProperty(Path.Combine(folder, file), keys) is { } value)
                return value;
        }

        return null;
    }

    static string? ReadProperty(string path, params string[] keys)
    {
        if (!File.Exists(path) || new FileInfo(path).Length > MostPropertyBytes)
            return null;
        foreach (var line in File.ReadLines(path))
        {
            var parts = line.Trim(' ', ',').Split(['=', ':'], 2);
            if (parts.Length == 2 && keys.Contains(parts[0].Trim(' ', '"')))
                return parts[1].Trim(' ', '"');
        }

        return null;
    }
}
