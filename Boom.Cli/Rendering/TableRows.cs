using System.Globalization;
using System.Text;
using Boom.Core.Bson;
using Boom.Core.Catalogs;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Text;

namespace Boom.Cli.Rendering;

/// <summary>Rows of a sky table as documents and as lines.</summary>
internal sealed class TableRows(SkyTable table)
{
    readonly byte[][] _names = [.. table.Header.Columns.Select(column => Encoding.UTF8.GetBytes(column.Name))];

    /// <summary>A row as a BSON document; without the columns that are null.</summary>
    public byte[] Document(long row, double? distanceArcsec = null)
    {
        using var writer = new BsonWriter();
        writer.BeginRoot();
        var position = table.PositionOf(row);
        writer.Double("ra"u8, position.RaDegrees);
        writer.Double("dec"u8, position.DecDegrees);
        writer.Double("distance_arcsec"u8, distanceArcsec);
        for (var column = 0; column < _names.Length; column++)
            SkyValueBson.Write(writer, _names[column], table, column, row);
        return writer.EndRoot().ToArray();
    }

    /// <summary>A row as a line.</summary>
    public string Text(long row)
    {
        var text = new StringBuilder(AngleText.Degrees(table.PositionOf(row)));
        for (var column = 0; column < _names.Length; column++)
        {
            if (ValueText(column, row) is { } value)
                text.Append("  ").Append(VisibleText.Of(table.Header.Columns[column].Name)).Append(' ').Append(VisibleText.Of(value));
        }

        return text.ToString();
    }

    /// <summary>A value as text; null when there is none.</summary>
    public string? ValueText(int column, long row)
    {
        if (table.IsNull(column, row))
            return null;
        return table.Header.Columns[column].Type switch
        {
            SkyColumnType.Bool => table.GetBool(column, row) ? "true" : "false",
            SkyColumnType.Int32 => table.GetInt32(column, row).ToString(CultureInfo.InvariantCulture),
            SkyColumnType.Int64 => table.GetInt64(column, row).ToString(CultureInfo.InvariantCulture),
            SkyColumnType.Float32 => table.GetFloat32(column, row).ToString(CultureInfo.InvariantCulture),
            SkyColumnType.Float64 => table.GetFloat64(column, row).ToString(CultureInfo.InvariantCulture),
            _ => Encoding.UTF8.GetString(table.GetString(column, row)),
        };
    }
}
