using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Boom.Core.Catalogs;

namespace Boom.Tests.Catalogs.Support;

/// <summary>Writes FITS files with binary tables.</summary>
static class TestFits
{
    const int TextBytes = 48;
    const int NoInt32 = int.MinValue;
    const long NoInt64 = long.MinValue;

    /// <summary>A table in the first extension.</summary>
    public static byte[] Of(TestTable table)
    {
        var cards = new List<string>();
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var column = table.Columns[i];
            cards.Add($"TTYPE{i + 1}='{column.Name}'");
            cards.Add($"TFORM{i + 1}='{Form(column.Type)}'");
            if (column.Unit is not null)
                cards.Add($"TUNIT{i + 1}='{column.Unit}'");
            if (column.Type is SkyColumnType.Int32 or SkyColumnType.Int64)
                cards.Add(string.Create(CultureInfo.InvariantCulture, $"TNULL{i + 1}={(column.Type == SkyColumnType.Int32 ? NoInt32 : NoInt64)}"));
        }

        using var data = new MemoryStream();
        foreach (var row in table.Rows)
        {
            for (var i = 0; i < row.Length; i++)
                data.Write(Value(table.Columns[i].Type, row[i]));
        }

        return File(cards, table.Columns.Count, table.Rows.Count, data.ToArray());
    }

    /// <summary>A file of an empty primary unit and one table.</summary>
    /// <param name="cards">Cards of the columns, <c>KEYWORD=VALUE</c>.</param>
    public static byte[] File(IReadOnlyList<string> cards, int columns, int rows, byte[] data)
    {
        using var file = new MemoryStream();
        file.Write(Header(["SIMPLE=T", "BITPIX=8", "NAXIS=0", "EXTEND=T"]));
        file.Write(Unit(cards, columns, rows, data));
        return file.ToArray();
    }

    /// <summary>One table with its padding.</summary>
    public static byte[] Unit(IReadOnlyList<string> cards, int columns, int rows, byte[] data)
    {
        var rowBytes = rows == 0 ? 0 : data.Length / rows;
        using var unit = new MemoryStream();
        unit.Write(Header(
            ["XTENSION='BINTABLE'", "BITPIX=8", "NAXIS=2", $"NAXIS1={rowBytes}", $"NAXIS2={rows}", "PCOUNT=0", "GCOUNT=1", $"TFIELDS={columns}", .. cards]));
        unit.Write(data);
        unit.Write(new byte[(2880 - (data.Length % 2880)) % 2880]);
        return unit.ToArray();
    }

    public static byte[] Header(IEnumerable<string> cards)
    {
        var text = new StringBuilder();
        foreach (var card in cards)
        {
            var parts = card.Split('=', 2);
            var value = parts[1].StartsWith('\'') ? parts[1] : parts[1].PadLeft(20);
            text.Append($"{parts[0],-8}= {value}".PadRight(80));
        }

        text.Append("END".PadRight(80));
        return Encoding.ASCII.GetBytes(text.ToString().PadRight((text.Length + 2879) / 2880 * 2880));
    }

    static string Form(SkyColumnType type) => type switch
    {
        SkyColumnType.Bool => "L",
        SkyColumnType.Int32 => "J",
        SkyColumnType.Int64 => "1K",
        SkyColumnType.Float32 => "1E",
        SkyColumnType.Float64 => "D",
        _ => $"{TextBytes}A",
    };

    static byte[] Value(SkyColumnType type, object? value)
    {
        var bytes = new byte[8];
        switch (type)
        {
            case SkyColumnType.Bool:
                return [value switch { true => (byte)'T', false => (byte)'F', _ => 0 }];
            case SkyColumnType.Int32:
                BinaryPrimitives.WriteInt32BigEndian(bytes, (int?)value ?? NoInt32);
                return bytes[..4];
            case SkyColumnType.Int64:
                BinaryPrimitives.WriteInt64BigEndian(bytes, (long?)value ?? NoInt64);
                return bytes;
            case SkyColumnType.Float32:
                BinaryPrimitives.WriteSingleBigEndian(bytes, (float?)value ?? float.NaN);
                return bytes[..4];
            case SkyColumnType.Float64:
                BinaryPrimitives.WriteDoubleBigEndian(bytes, (double?)value ?? double.NaN);
                return bytes;
            default:
                var text = new byte[TextBytes];
                text.AsSpan().Fill((byte)' ');
                Encoding.UTF8.GetBytes((string?)value ?? "").CopyTo(text, 0);
                return text;
        }
    }
}
