using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Boom.Core.Catalogs;

namespace Boom.Catalogs.Fits;

/// <summary>One column of a binary table (FITS standard 4.0, §7.3).</summary>
sealed class FitsColumn
{
    readonly char _code;
    readonly int _offset, _count;
    readonly long? _null;
    readonly double _scale, _zero;
    readonly Kind _kind;

    FitsColumn(CatalogColumn column, char code, int offset, int count, FitsCards cards, int number)
    {
        (_code, _offset, _count) = (code, offset, count);
        _null = code is 'B' or 'I' or 'J' or 'K' ? cards.Whole("TNULL", number) : null;
        (_scale, _zero) = Scaling(cards, number, code);
        _kind = KindOf(code, _scale, _zero, cards.Text("TZERO", number));
        Column = column with { Type = TypeOf() };
    }

    enum Kind
    {
        Logical,
        Text,
        Whole,
        Unsigned64,
        Scaled,
        Single,
        Double,
    }

    /// <summary>Name, type, unit.</summary>
    public CatalogColumn Column { get; }

    /// <summary>Reads the description of the columns.</summary>
    /// <param name="skipped">Takes those that hold no single value.</param>
    /// <param name="rowBytes">Bytes of a row that the columns make.</param>
    public static List<FitsColumn> ReadAll(FitsCards cards, List<SkippedColumn> skipped, out long rowBytes)
    {
        rowBytes = 0;
        var columns = new List<FitsColumn>();
        var fields = cards.Count("TFIELDS");
        if (fields > 999)
            throw new CatalogException($"{cards.File}: a table has at most 999 columns, this one {fields}: the file is damaged.");
        for (var number = 1; number <= fields; number++)
        {
            var form = cards.Text("TFORM", number) ?? throw new CatalogException($"{cards.File}: column {number} has no TFORM: the file is damaged.");
            var name = cards.Text("TTYPE", number) ?? string.Create(CultureInfo.InvariantCulture, $"col{number}");
            var (count, code) = Form(form, cards.File, number);
            var bytes = BytesOf(code, count) ?? throw new CatalogException($"{cards.File}: TFORM{number} '{form}' is no form of FITS: the file is damaged.");
            if (rowBytes + bytes > FitsFile.MostRowBytes)
                throw new CatalogException($"{cards.File}: a row has more than {FitsFile.MostRowBytes >> 20} MiB: the file is damaged.");
            if (Obstacle(code, count) is { } obstacle)
                skipped.Add(new SkippedColumn(name, obstacle));
            else
                columns.Add(new FitsColumn(new CatalogColumn(name, default, cards.Text("TUNIT", number), cards.Text("TCOMM", number)), code, (int)rowBytes, (int)count, cards, number));
            rowBytes += bytes;
        }

        return columns;
    }

    /// <summary>Hands over the value of a row.</summary>
    /// <param name="bytes">The row.</param>
    /// <param name="row">Takes it.</param>
    /// <param name="column">Column of the catalogue.</param>
    public void Read(ReadOnlySpan<byte> bytes, CatalogRow row, int column)
    {
        bytes = bytes[_offset..];
        switch (_kind)
        {
            case Kind.Logical:
                if (bytes[0] is (byte)'T' or (byte)'F')
                    row.SetBool(column, bytes[0] == 'T');
                return;
            case Kind.Text:
                ReadText(bytes[.._count], row, column);
                return;
            case Kind.Single:
                row.SetFloat32(column, BinaryPrimitives.ReadSingleBigEndian(bytes));
                return;
            case Kind.Double:
                row.SetFloat64(column, BinaryPrimitives.ReadDoubleBigEndian(bytes));
                return;
        }

        if (_code is 'E' or 'D')
        {
            var number = _code == 'E' ? BinaryPrimitives.ReadSingleBigEndian(bytes) : BinaryPrimitives.ReadDoubleBigEndian(bytes);
            row.SetFloat64(column, (number * _scale) + _zero);
            return;
        }

        var value = Whole(bytes);
        if (value == _null)
            return;
        if (_kind == Kind.Scaled)
            row.SetFloat64(column, (value * _scale) + _zero);
        else if (_kind == Kind.Unsigned64)
            row.SetUInt64(column, unchecked((ulong)value) ^ (1UL << 63));
        else if (Column.Type == SkyColumnType.Int32)
            row.SetInt32(column, (int)(value + (long)_zero));
        else
            row.SetInt64(column, value + (long)_zero);
    }

    // Up to a zero, without blanks at the end; other bytes than those of UTF-8 are Latin-1.
    static void ReadText(ReadOnlySpan<byte> text, CatalogRow row, int column)
    {
        if (text.IndexOf((byte)0) is >= 0 and var end)
            text = text[..end];
        text = text.TrimEnd((byte)' ');
        if (Utf8.IsValid(text))
            row.SetString(column, text);
        else
            row.SetString(column, Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(text)));
    }

    long Whole(ReadOnlySpan<byte> bytes) => _code switch
    {
        'B' => bytes[0],
        'I' => BinaryPrimitives.ReadInt16BigEndian(bytes),
        'J' => BinaryPrimitives.ReadInt32BigEndian(bytes),
        _ => BinaryPrimitives.ReadInt64BigEndian(bytes),
    };

    SkyColumnType TypeOf() => _kind switch
    {
        Kind.Logical => SkyColumnType.Bool,
        Kind.Text or Kind.Unsigned64 => SkyColumnType.String,
        Kind.Single => SkyColumnType.Float32,
        Kind.Double or Kind.Scaled => SkyColumnType.Float64,
        _ => _code == 'K' || (_code == 'J' && _zero != 0) ? SkyColumnType.Int64 : SkyColumnType.Int32,
    };

    static (double Scale, double Zero) Scaling(FitsCards cards, int number, char code) =>
        code is 'L' or 'A' ? (1, 0) : (cards.Number("TSCAL", number, 1), cards.Number("TZERO", number, 0));

    // Whole numbers that are moved by the size of their sign are the other half of the types.
    static Kind KindOf(char code, double scale, double zero, string? zeroText) => code switch
    {
        'L' => Kind.Logical,
        'A' => Kind.Text,
        'E' when scale == 1 && zero == 0 => Kind.Single,
        'D' when scale == 1 && zero == 0 => Kind.Double,
        'E' or 'D' => Kind.Scaled,
        'K' when scale == 1 && zeroText?.StartsWith("9223372036854775808", StringComparison.Ordinal) == true => Kind.Unsigned64,
        _ when scale == 1 && (zero == 0 || (code, zero) is ('B', -128) or ('I', 32768) or ('J', 2147483648)) => Kind.Whole,
        _ => Kind.Scaled,
    };

    static (long Count, char Code) Form(string form, string file, int number)
    {
        form = form.Trim();
        var digits = form.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits < 0 || digits > 9)
            throw new CatalogException($"{file}: TFORM{number} '{form}' is no form of FITS: the file is damaged.");
        return (digits == 0 ? 1 : long.Parse(form.AsSpan(0, digits), CultureInfo.InvariantCulture), form[digits]);
    }

    static long? BytesOf(char code, long count) => code switch
    {
        'L' or 'B' or 'A' => count,
        'X' => (count + 7) / 8,
        'I' => 2 * count,
        'J' or 'E' => 4 * count,
        'K' or 'D' or 'C' or 'P' => 8 * count,
        'M' or 'Q' => 16 * count,
        _ => null,
    };

    static string? Obstacle(char code, long count) => code switch
    {
        'P' or 'Q' => "an array of variable length",
        'C' or 'M' => "complex numbers",
        'X' => "bits",
        _ when count == 0 => "without values",
        'A' => null,
        _ => count == 1 ? null : $"an array of {count} values",
    };
}
