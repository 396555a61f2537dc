using System.Globalization;
using System.Text;
using Boom.Core.Catalogs;
using global::Parquet;
using global::Parquet.Schema;

namespace Boom.Catalogs.Parquet;

/// <summary>The values of one column, row group by row group, one after the other.</summary>
abstract class ParquetValues(DataField data, int column)
{
    protected DataField Field => data;

    /// <summary>Column of the catalogue.</summary>
    protected int Column => column;

    /// <summary>Type of the values of a field; null when they cannot be brought in.</summary>
    public static SkyColumnType? TypeOf(DataField field)
    {
        var type = field.ClrType;
        return type == typeof(bool) ? SkyColumnType.Bool
            : type == typeof(sbyte) || type == typeof(byte) || type == typeof(short) || type == typeof(ushort) || type == typeof(int) ? SkyColumnType.Int32
            : type == typeof(uint) || type == typeof(long) ? SkyColumnType.Int64
            : type == typeof(float) ? SkyColumnType.Float32
            : type == typeof(double) ? SkyColumnType.Float64
            : type == typeof(ulong) || type == typeof(decimal) || type == typeof(DateTime) || type == typeof(DateOnly)
                || type == typeof(string) || type == typeof(ReadOnlyMemory<char>) ? SkyColumnType.String
            : null;
    }

    /// <summary>What reads the values of a field.</summary>
    public static ParquetValues? Of(DataField field, int column)
    {
        var type = field.ClrType;
        return type == typeof(bool) ? new ParquetValues<bool>(field, column, static (row, c, v) => row.SetBool(c, v))
            : type == typeof(sbyte) ? new ParquetValues<sbyte>(field, column, static (row, c, v) => row.SetInt32(c, v))
            : type == typeof(byte) ? new ParquetValues<byte>(field, column, static (row, c, v) => row.SetInt32(c, v))
            : type == typeof(short) ? new ParquetValues<short>(field, column, static (row, c, v) => row.SetInt32(c, v))
            : type == typeof(ushort) ? new ParquetValues<ushort>(field, column, static (row, c, v) => row.SetInt32(c, v))
            : type == typeof(int) ? new ParquetValues<int>(field, column, static (row, c, v) => row.SetInt32(c, v))
            : type == typeof(uint) ? new ParquetValues<uint>(field, column, static (row, c, v) => row.SetInt64(c, v))
            : type == typeof(long) ? new ParquetValues<long>(field, column, static (row, c, v) => row.SetInt64(c, v))
            : type == typeof(ulong) ? new ParquetValues<ulong>(field, column, static (row, c, v) => row.SetUInt64(c, v))
            : type == typeof(float) ? new ParquetValues<float>(field, column, static (row, c, v) => row.SetFloat32(c, v))
            : type == typeof(double) ? new ParquetValues<double>(field, column, static (row, c, v) => row.SetFloat64(c, v))
            : type == typeof(decimal) ? new ParquetValues<decimal>(field, column, static (row, c, v) => SetText(row, c, v.ToString(CultureInfo.InvariantCulture)))
            : type == typeof(DateTime) ? new ParquetValues<DateTime>(field, column, static (row, c, v) => SetText(row, c, v.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)))
            : type == typeof(DateOnly) ? new ParquetValues<DateOnly>(field, column, static (row, c, v) => SetText(row, c, v.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))
            : type == typeof(string) || type == typeof(ReadOnlyMemory<char>)
                ? new ParquetValues<ReadOnlyMemory<char>>(field, column, static (row, c, v) => SetText(row, c, v.Span))
            : null;
    }

    /// <summary>Reads the values of a row group.</summary>
    /// <param name="levels">Memory for the levels of one column; grows.</param>
    public void Read(ParquetRowGroupReader group, int rows, ref int[] levels)
    {
        if (levels.Length < rows)
            levels = new int[rows];
        ReadColumn(group, rows, levels);
    }

    /// <summary>Hands over the value of the next row.</summary>
    public abstract void Next(CatalogRow row);

    protected abstract void ReadColumn(ParquetRowGroupReader group, int rows, int[] levels);

    static void SetText(CatalogRow row, int column, ReadOnlySpan<char> text)
    {
        if (text.Length <= 256)
        {
            Span<byte> small = stackalloc byte[768];
            row.SetString(column, small[..Encoding.UTF8.GetBytes(text, small)]);
            return;
        }

        var large = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, large);
        row.SetString(column, large);
    }
}

/// <summary>
/// Values of one type. Only those that are not null are stored; of the levels, which tell which are, one bit is kept. The memory is used again for the next
/// row group.
/// </summary>
sealed class ParquetValues<T>(DataField field, int column, Action<CatalogRow, int, T> set) : ParquetValues(field, column)
    where T : struct
{
    T[] _values = [];
    ulong[] _present = [];
    bool _hasNulls, _isAbsent;
    int _row, _next;

    public override void Next(CatalogRow row)
    {
        var index = _row++;
        if (_isAbsent || (_hasNulls && (_present[index >> 6] >> (index & 63) & 1) == 0))
            return;
        set(row, Column, _values[_next++]);
    }

    protected override void ReadColumn(ParquetRowGroupReader group, int rows, int[] levels)
    {
        (_row, _next) = (0, 0);
        _isAbsent = !group.ColumnExists(Field);
        if (_isAbsent)
            return;
        if (group.GetMetadata(Field)?.MetaData is { } chunk && chunk.NumValues != rows)
            throw new InvalidDataException($"column '{Field.Name}' has {chunk.NumValues} values for {rows} rows");
        if (_values.Length < rows)
            _values = new T[rows];
        _hasNulls = Field.MaxDefinitionLevel > 0;
        levels.AsSpan(0, rows).Fill(-1);
        group.ReadRawAsync(Field, _values.AsMemory(0, rows), _hasNulls ? (Memory<int>?)levels.AsMemory(0, rows) : null, null).AsTask().GetAwaiter().GetResult();
        if (_hasNulls)
            KeepLevels(levels.AsSpan(0, rows));
    }

    void KeepLevels(ReadOnlySpan<int> levels)
    {
        var most = Field.MaxDefinitionLevel;
        _present = _present.Length < (levels.Length + 63) / 64 ? new ulong[(levels.Length + 63) / 64] : _present;
        Array.Clear(_present);
        for (var i = 0; i < levels.Length; i++)
        {
            if (levels[i] < 0 || levels[i] > most)
                throw new InvalidDataException($"column '{Field.Name}' has fewer values than rows");
            if (levels[i] == most)
                _present[i >> 6] |= 1UL << (i & 63);
        }
    }
}
