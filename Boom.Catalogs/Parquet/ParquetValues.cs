using System.Globalization;
using System.Text;
using Boom.Core.Catalogs;
using global::Parquet;
using global::Parquet.Data;
using global::Parquet.Schema;

namespace Boom.Catalogs.Parquet;

/// <summary>The values of one column in one row group, one after the other.</summary>
abstract class ParquetValues(DataField data, int column) : IDisposable
{
    int _index, _rows;

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
    public void Read(ParquetRowGroupReader group, long rows)
    {
        Clear();
        _index = 0;
        _rows = checked((int)rows);
        ReadColumn(group, _rows);
    }

    /// <summary>Hands over the value of the next row.</summary>
    public void Next(CatalogRow row)
    {
        if (_index < _rows)
            Next(row, _index++);
    }

    public void Dispose() => Clear();

    protected abstract void ReadColumn(ParquetRowGroupReader group, int rows);

    protected abstract void Next(CatalogRow row, int index);

    protected abstract void Clear();

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

/// <summary>Values of one type: only those that are not null are stored, levels tell which are.</summary>
sealed class ParquetValues<T>(DataField field, int column, Action<CatalogRow, int, T> set) : ParquetValues(field, column)
    where T : struct
{
    RawColumnData<T>? _data;
    bool _hasLevels;
    int _next;

    protected override void ReadColumn(ParquetRowGroupReader group, int rows)
    {
        _next = 0;
        if (!group.ColumnExists(Field))
            return;
        var data = group.ReadRawColumnDataBaseAsync(Field).AsTask().GetAwaiter().GetResult();
        _data = data as RawColumnData<T> ?? throw new InvalidDataException($"column '{Field.Name}' has another type than the schema says");
        _hasLevels = Field.MaxDefinitionLevel > 0;
        var present = _hasLevels ? rows - _data.DefinitionLevels[..rows].CountBelow(Field.MaxDefinitionLevel) : rows;
        if (_data.Values.Length < present)
            throw new InvalidDataException($"column '{Field.Name}' has fewer values than rows");
    }

    protected override void Next(CatalogRow row, int index)
    {
        if (_data is null)
            return;
        if (_hasLevels && _data.DefinitionLevels[index] < Field.MaxDefinitionLevel)
            return;
        set(row, Column, _data.Values[_next++]);
    }

    protected override void Clear()
    {
        _data?.Dispose();
        _data = null;
    }
}

static class LevelCounts
{
    /// <summary>How many levels are below the one of a value.</summary>
    public static int CountBelow(this ReadOnlySpan<int> levels, int level)
    {
        var missing = 0;
        foreach (var each in levels)
            missing += each < level ? 1 : 0;
        return missing;
    }
}
