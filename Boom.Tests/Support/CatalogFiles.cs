using System.Text;
using Boom.Core.Catalogs;
using Boom.Core.Sky;

namespace Boom.Tests.Support;

/// <summary>Sky tables of a few rows.</summary>
static class CatalogFiles
{
    /// <summary>Writes a table; the types of its columns are those of the first values.</summary>
    public static string Write(string folder, string name, string version, params (SkyPosition Position, (string Column, object? Value)[] Values)[] rows) =>
        Write(folder, new SkyTableDescription(name, version, "a test", DateTimeOffset.UnixEpoch), rows);

    public static string Write(string folder, SkyTableDescription description, params (SkyPosition Position, (string Column, object? Value)[] Values)[] rows)
    {
        Directory.CreateDirectory(folder);
        var values = rows.SelectMany(row => row.Values).Where(value => value.Value is not null);
        SkyColumn[] columns = [.. values.GroupBy(value => value.Column).Select(group => new SkyColumn(group.Key, TypeOf(group.First().Value!)))];
        var names = Array.ConvertAll(columns, column => column.Name);
        if (names.Contains("_id"))
            description = description with { IdColumn = "_id" };
        using var builder = new SkyTableBuilder(description, columns, new() { TempFolder = folder, MemoryBytes = 8 << 20 });
        var row = new SkyRow(columns);
        foreach (var (position, fields) in rows)
        {
            row.Clear();
            row.Position = position;
            foreach (var (column, value) in fields)
                Set(row, Array.IndexOf(names, column), value);
            builder.Add(row);
        }

        var path = SkyTableFiles.PathOf(folder, description.Name);
        builder.Complete(path, null, CancellationToken.None);
        return path;
    }

    /// <summary>A position so far north of another.</summary>
    public static SkyPosition North(SkyPosition of, double arcsec) => new(of.RaDegrees, of.DecDegrees + (arcsec / 3600));

    static SkyColumnType TypeOf(object value) => value switch
    {
        bool => SkyColumnType.Bool,
        int => SkyColumnType.Int32,
        long => SkyColumnType.Int64,
        float => SkyColumnType.Float32,
        double => SkyColumnType.Float64,
        _ => SkyColumnType.String,
    };

    static void Set(SkyRow row, int column, object? value)
    {
        switch (value)
        {
            case bool flag:
                row.SetBool(column, flag);
                break;
            case int number:
                row.SetInt32(column, number);
                break;
            case long number:
                row.SetInt64(column, number);
                break;
            case float number:
                row.SetFloat32(column, number);
                break;
            case double number:
                row.SetFloat64(column, number);
                break;
            case string text:
                row.SetString(column, Encoding.UTF8.GetBytes(text));
                break;
        }
    }
}
