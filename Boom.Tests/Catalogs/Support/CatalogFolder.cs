using System.IO.Compression;
using System.Text;
using Boom.Catalogs;
using Boom.Core.Catalogs;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Catalogs.Support;

/// <summary>A folder with sources, and one for the tables made of them.</summary>
sealed class CatalogFolder : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public CatalogFolder() => Directory.CreateDirectory(Tables);

    public string Path => _folder.Path;

    public string Tables => System.IO.Path.Combine(_folder.Path, "tables");

    public string Write(string name, string text) => Write(name, new UTF8Encoding(false).GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        var path = System.IO.Path.Combine(_folder.Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    public CatalogAccount Import(string source, CatalogOptions? options = null, IProgress<CatalogProgress>? progress = null, CancellationToken token = default) =>
        CatalogImport.Run(source, Tables, (options ?? new()) with { Name = options?.Name ?? "t", MemoryBytes = 1 << 20 }, TimeProvider.System, progress, token);

    /// <summary>Imports text as a file.</summary>
    public CatalogAccount ImportText(string text, CatalogOptions? options = null) => Import(Write("t.csv", text), options);

    /// <summary>The sentence with which an import is refused; nothing of it is left.</summary>
    public string Refusal(string source, CatalogOptions? options = null)
    {
        var fault = Assert.Throws<CatalogException>(() => Import(source, options));

        Assert.Empty(Directory.GetFileSystemEntries(Tables));
        Assert.DoesNotContain('\n', fault.Message);
        return fault.Message;
    }

    /// <summary>Rows of the table by column, as objects; null where there is no value. In the order of the sky.</summary>
    public static List<Dictionary<string, object?>> Rows(CatalogAccount account)
    {
        using var table = SkyTable.Open(account.Path);
        var rows = new List<Dictionary<string, object?>>();
        for (long row = 0; row < table.Header.RowCount; row++)
        {
            var values = new Dictionary<string, object?>
            {
                ["ra"] = table.PositionOf(row).RaDegrees,
                ["dec"] = table.PositionOf(row).DecDegrees,
            };
            for (var i = 0; i < table.Header.Columns.Count; i++)
                values[table.Header.Columns[i].Name] = table.IsNull(i, row) ? null : Value(table, i, row);
            rows.Add(values);
        }

        return rows;
    }

    /// <summary>Values of one column in the order of another, of whole numbers.</summary>
    public static object?[] Column(CatalogAccount account, string name, string order = "id") =>
        [.. Rows(account).OrderBy(row => Convert.ToInt64(row[order], null)).Select(row => row[name])];

    public static SkyColumnType TypeOf(CatalogAccount account, string name) => account.Header.Columns.Single(column => column.Name == name).Type;

    public void Dispose() => _folder.Dispose();

    static object Value(SkyTable table, int column, long row) => table.Header.Columns[column].Type switch
    {
        SkyColumnType.Bool => table.GetBool(column, row),
        SkyColumnType.Int32 => table.GetInt32(column, row),
        SkyColumnType.Int64 => table.GetInt64(column, row),
        SkyColumnType.Float32 => table.GetFloat32(column, row),
        SkyColumnType.Float64 => table.GetFloat64(column, row),
        _ => Encoding.UTF8.GetString(table.GetString(column, row)),
    };
}
