using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Unicode;
using Boom.Core.Sky;

namespace Boom.Core.Catalogs;

/// <summary>
/// One row on its way into a table; used again for every row. A column that is not set is null, and so is one that is set to NaN or ±∞.
/// Setting a column of another type is an <see cref="InvalidOperationException"/>.
/// </summary>
public sealed class SkyRow
{
    readonly byte[] _fixed;
    readonly byte[][] _texts;

    /// <param name="columns">The columns of the table.</param>
    public SkyRow(IReadOnlyList<SkyColumn> columns)
    {
        Layout = new SkyRowLayout(columns);
        _fixed = new byte[Layout.FixedBytes];
        _texts = new byte[columns.Count][];
    }

    /// <summary>ICRS position in degrees. <see cref="SkyTableBuilder.Add"/> refuses an invalid one.</summary>
    public SkyPosition Position { get; set; }

    internal SkyRowLayout Layout { get; }

    /// <summary>Slots and bits as <see cref="SkyRowLayout"/> says.</summary>
    internal ReadOnlySpan<byte> Fixed => _fixed;

    /// <summary>Makes every column null.</summary>
    public void Clear() => _fixed.AsSpan(Layout.PresentOffset).Clear();

    /// <summary>Makes a column null.</summary>
    public void SetNull(int column)
    {
        var layout = Layout;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)layout.Columns.Length, nameof(column));
        _fixed[layout.PresentOffset + (column >> 3)] &= (byte)~(1 << (column & 7));
    }

    /// <summary>Sets a column of true and false.</summary>
    public void SetBool(int column, bool value) => Set(column, SkyColumnType.Bool, value ? (byte)1 : (byte)0);

    /// <summary>Sets a column of whole numbers of 32 bits.</summary>
    public void SetInt32(int column, int value) => Set(column, SkyColumnType.Int32, value);

    /// <summary>Sets a column of whole numbers of 64 bits.</summary>
    public void SetInt64(int column, long value) => Set(column, SkyColumnType.Int64, value);

    /// <summary>Sets a column of single precision; NaN and ±∞ make it null.</summary>
    public void SetFloat32(int column, float value)
    {
        Set(column, SkyColumnType.Float32, value);
        if (!float.IsFinite(value))
            SetNull(column);
    }

    /// <summary>Sets a column of double precision; NaN and ±∞ make it null.</summary>
    public void SetFloat64(int column, double value)
    {
        Set(column, SkyColumnType.Float64, value);
        if (!double.IsFinite(value))
            SetNull(column);
    }

    /// <summary>Sets a column of text. More than 65,536 bytes, or bytes that are not UTF-8, are a <see cref="SkyTableException"/>.</summary>
    public void SetString(int column, ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > SkyTableFormat.MaxStringBytes)
            throw new SkyTableException($"Column '{NameOf(column)}' was given {utf8.Length:N0} bytes of text; at most {SkyTableFormat.MaxStringBytes:N0} are allowed.");
        if (!Utf8.IsValid(utf8))
            throw new SkyTableException($"Column '{NameOf(column)}' was given text that is not UTF-8.");
        Set(column, SkyColumnType.String, utf8.Length);
        if (_texts[column] is not { } text || text.Length < utf8.Length)
            _texts[column] = text = new byte[Math.Max(16, (int)BitOperations.RoundUpToPowerOf2((uint)utf8.Length))];
        utf8.CopyTo(text);
    }

    internal bool Has(int column) => (_fixed[Layout.PresentOffset + (column >> 3)] & (1 << (column & 7))) != 0;

    /// <summary>The text of a column that has a value.</summary>
    internal ReadOnlySpan<byte> TextOf(int column)
        => _texts[column].AsSpan(0, Unsafe.ReadUnaligned<int>(ref _fixed[Layout.Offsets[column]]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Set<T>(int column, SkyColumnType type, T value)
        where T : unmanaged
    {
        var layout = Layout;
        if (layout.Columns[column].Type != type)
            throw new InvalidOperationException($"Column '{NameOf(column)}' holds {layout.Columns[column].Type}, not {type}.");
        MemoryMarshal.Write(_fixed.AsSpan(layout.Offsets[column]), in value);
        _fixed[layout.PresentOffset + (column >> 3)] |= (byte)(1 << (column & 7));
    }

    string NameOf(int column) => Layout.Columns[column].Name;
}
