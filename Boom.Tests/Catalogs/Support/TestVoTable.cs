using System.Buffers.Binary;
using System.Security;
using System.Text;
using Boom.Core.Catalogs;

namespace Boom.Tests.Catalogs.Support;

/// <summary>Writes VOTables.</summary>
static class TestVoTable
{
    public static string Of(TestTable table, string form)
    {
        var fields = string.Concat(table.Columns.Select(Field));
        var rows = form == "TABLEDATA"
            ? $"<TABLEDATA>{string.Concat(table.Rows.Select(row => $"<TR>{string.Concat(row.Select(value => $"<TD>{SecurityElement.Escape(TestTable.Shown(value))}</TD>"))}</TR>\n"))}</TABLEDATA>"
            : $"<{form}><STREAM encoding=\"base64\">{Convert.ToBase64String(Binary(table, form == "BINARY2"), Base64FormattingOptions.InsertLineBreaks)}</STREAM></{form}>";
        return Document(fields, rows);
    }

    /// <summary>A document of one table.</summary>
    public static string Document(string fields, string rows) =>
        $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">
        <RESOURCE type="results"><INFO name="QUERY_STATUS" value="OK"/>
        <TABLE name="t">{fields}<DATA>{rows}</DATA></TABLE></RESOURCE></VOTABLE>
        """;

    static string Field(TestColumn column)
    {
        var (type, size) = column.Type switch
        {
            SkyColumnType.Bool => ("boolean", null),
            SkyColumnType.Int32 => ("int", null),
            SkyColumnType.Int64 => ("long", null),
            SkyColumnType.Float32 => ("float", null),
            SkyColumnType.Float64 => ("double", (string?)null),
            _ => ("unicodeChar", "*"),
        };
        return $"<FIELD name=\"{column.Name}\" datatype=\"{type}\"{(size is null ? "" : $" arraysize=\"{size}\"")}{(column.Unit is null ? "" : $" unit=\"{column.Unit}\"")}>"
            + (column.Type is SkyColumnType.Int32 or SkyColumnType.Int64 ? $"<VALUES null=\"{int.MinValue}\"/>" : "") + "</FIELD>";
    }

    static byte[] Binary(TestTable table, bool hasFlags)
    {
        using var data = new MemoryStream();
        foreach (var row in table.Rows)
        {
            if (hasFlags)
            {
                var flags = new byte[(row.Length + 7) / 8];
                for (var i = 0; i < row.Length; i++)
                    flags[i / 8] |= (byte)(row[i] is null ? 0x80 >> (i % 8) : 0);
                data.Write(flags);
            }

            for (var i = 0; i < row.Length; i++)
                data.Write(Value(table.Columns[i].Type, row[i]));
        }

        return data.ToArray();
    }

    static byte[] Value(SkyColumnType type, object? value)
    {
        var bytes = new byte[8];
        switch (type)
        {
            case SkyColumnType.Bool:
                return [value switch { true => (byte)'T', false => (byte)'F', _ => (byte)'?' }];
            case SkyColumnType.Int32:
                BinaryPrimitives.WriteInt32BigEndian(bytes, (int?)value ?? int.MinValue);
                return bytes[..4];
            case SkyColumnType.Int64:
                BinaryPrimitives.WriteInt64BigEndian(bytes, (long?)value ?? int.MinValue);
                return bytes;
            case SkyColumnType.Float32:
                BinaryPrimitives.WriteSingleBigEndian(bytes, (float?)value ?? float.NaN);
                return bytes[..4];
            case SkyColumnType.Float64:
                BinaryPrimitives.WriteDoubleBigEndian(bytes, (double?)value ?? double.NaN);
                return bytes;
            default:
                var text = (string?)value ?? "";
                BinaryPrimitives.WriteInt32BigEndian(bytes, text.Length);
                return [.. bytes[..4], .. Encoding.BigEndianUnicode.GetBytes(text)];
        }
    }
}
