using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Boom.Core.Catalogs;

/// <summary>Where a column lies in the map. Rows are checked by the caller.</summary>
[StructLayout(LayoutKind.Auto)]
unsafe struct SkyMappedColumn
{
    byte* _values;
    byte* _nulls;
    byte* _text;
    long _textBytes;
    bool _wideOffsets;

    public SkyColumnType Type;

    public void Take(SkySection section, byte* file)
    {
        var start = file + section.Offset;
        switch (section.Kind)
        {
            case SkySectionKind.Nulls:
                _nulls = start;
                break;
            case SkySectionKind.Text:
                _text = start;
                _textBytes = section.Length;
                break;
            default:
                _values = start;
                _wideOffsets = section.ElementBytes == sizeof(long);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool IsNull(long row) => _nulls != null && (_nulls[row >> 3] & (1 << (int)(row & 7))) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly T Value<T>(long row)
        where T : unmanaged
        => ((T*)_values)[row];

    /// <summary>The text of a row; false where its offsets contradict each other.</summary>
    public readonly bool TryText(long row, out ReadOnlySpan<byte> text)
    {
        text = default;
        var (first, end) = _wideOffsets
            ? (((long*)_values)[row], ((long*)_values)[row + 1])
            : (((uint*)_values)[row], ((uint*)_values)[row + 1]);
        if (first < 0 || end < first || end > _textBytes || end - first > SkyTableFormat.MaxStringBytes)
            return false;
        text = new ReadOnlySpan<byte>(_text + first, (int)(end - first));
        return true;
    }
}
