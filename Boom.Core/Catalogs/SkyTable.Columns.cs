using Boom.Core.Sky;

namespace Boom.Core.Catalogs;

// Values of rows. A row or column that is not there is an ArgumentOutOfRangeException, a column of another type an InvalidOperationException.
public sealed unsafe partial class SkyTable
{
    /// <summary>Number of rows.</summary>
    public long RowCount => Header.RowCount;

    int RaColumn => _columns.Length;

    int DecColumn => _columns.Length + 1;

    /// <summary>Number of the column of this name, as it is written; -1 when there is none. <c>ra</c> and <c>dec</c> (Float64) have numbers behind those of <see cref="SkyTableHeader.Columns"/>.</summary>
    public int ColumnOf(string name) => _columnsByName.GetValueOrDefault(name, -1);

    /// <summary>Type of a column, <c>ra</c> and <c>dec</c> included.</summary>
    public SkyColumnType TypeOf(int column)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)column, (uint)DecColumn, nameof(column));
        return column >= RaColumn ? SkyColumnType.Float64 : _columns[column].Type;
    }

    /// <summary>ICRS position of a row, as it was in the catalogue.</summary>
    public SkyPosition PositionOf(long row)
    {
        CheckRow(row);
        var stripe = _gate.Enter();
        try
        {
            return _index.PositionOf(row);
        }
        finally
        {
            _gate.Exit(stripe);
        }
    }

    /// <summary>Positions of rows one after the other, for a walk over all of a table.</summary>
    /// <param name="firstRow">The first of them, 0 to <see cref="RowCount"/>.</param>
    /// <param name="positions">Takes as many as it can hold and there are.</param>
    /// <returns>Number of positions; 0 at the end of the table.</returns>
    public int ReadPositions(long firstRow, Span<SkyPosition> positions)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)firstRow, (ulong)RowCount, nameof(firstRow));
        using var hold = Hold();
        var count = (int)Math.Min(positions.Length, RowCount - firstRow);
        for (var i = 0; i < count; i++)
            positions[i] = _index.PositionOf(firstRow + i);
        return count;
    }

    /// <summary>Whether a row has no value in a column.</summary>
    public bool IsNull(int column, long row)
    {
        CheckRow(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)column, (uint)DecColumn, nameof(column));
        if (column >= RaColumn)
            return false;
        var stripe = _gate.Enter();
        try
        {
            return _columns[column].IsNull(row);
        }
        finally
        {
            _gate.Exit(stripe);
        }
    }

    /// <summary>A value of a column of true and false; false where it is null.</summary>
    public bool GetBool(int column, long row) => Get<byte>(column, row, SkyColumnType.Bool) != 0;

    /// <summary>A value of a column of whole numbers of 32 bits; 0 where it is null.</summary>
    public int GetInt32(int column, long row) => Get<int>(column, row, SkyColumnType.Int32);

    /// <summary>A value of a column of whole numbers of 64 bits; 0 where it is null.</summary>
    public long GetInt64(int column, long row) => Get<long>(column, row, SkyColumnType.Int64);

    /// <summary>A value of a column of single precision; 0 where it is null.</summary>
    public float GetFloat32(int column, long row) => Get<float>(column, row, SkyColumnType.Float32);

    /// <summary>A value of a column of double precision; 0 where it is null.</summary>
    public double GetFloat64(int column, long row)
    {
        if (column == RaColumn)
            return PositionOf(row).RaDegrees;
        return column == DecColumn ? PositionOf(row).DecDegrees : Get<double>(column, row, SkyColumnType.Float64);
    }

    /// <summary>
    /// The UTF-8 bytes of a column of text; none where it is null. They lie in the map: they are gone when the table is disposed, unless there is a <see cref="Hold"/>.
    /// </summary>
    /// <exception cref="SkyTableException">The table is damaged at this place.</exception>
    public ReadOnlySpan<byte> GetString(int column, long row)
    {
        Check(column, row, SkyColumnType.String);
        var stripe = _gate.Enter();
        try
        {
            return _columns[column].TryText(row, out var text)
                ? text
                : throw SkyTableHeaderReader.Damaged(Path, $"the text of row {row} in column '{Header.Columns[column].Name}' lies outside of its part");
        }
        finally
        {
            _gate.Exit(stripe);
        }
    }

    /// <summary>The number in a column of whole numbers or of single or double precision; false where it is null, and for every other type.</summary>
    public bool TryGetNumber(int column, long row, out double value)
    {
        value = 0;
        if (IsNull(column, row))
            return false;
        switch (TypeOf(column))
        {
            case SkyColumnType.Int32:
                value = GetInt32(column, row);
                return true;
            case SkyColumnType.Int64:
                value = GetInt64(column, row);
                return true;
            case SkyColumnType.Float32:
                value = GetFloat32(column, row);
                return double.IsFinite(value);
            case SkyColumnType.Float64:
                value = GetFloat64(column, row);
                return double.IsFinite(value);
            default:
                return false;
        }
    }

    T Get<T>(int column, long row, SkyColumnType type)
        where T : unmanaged
    {
        Check(column, row, type);
        var stripe = _gate.Enter();
        try
        {
            return _columns[column].Value<T>(row);
        }
        finally
        {
            _gate.Exit(stripe);
        }
    }

    void Check(int column, long row, SkyColumnType type)
    {
        CheckRow(row);
        var held = TypeOf(column);
        if (held != type || column >= RaColumn)
            throw new InvalidOperationException($"Column {column} of {Path} holds {held}, not {type}.");
    }

    void CheckRow(long row) => ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)row, (ulong)RowCount, nameof(row));
}
