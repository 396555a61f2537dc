using System.Text;

namespace Boom.Catalogs;

/// <summary>What stands for no value.</summary>
sealed class NullMarkers
{
    readonly byte[][] _texts;
    readonly double[] _numbers;
    readonly long[] _wholes;
    readonly int _longest;

    /// <param name="markers">Those beside the ones that always are.</param>
    public NullMarkers(IReadOnlyList<string> markers)
    {
        _texts = [.. markers.Select(marker => Encoding.UTF8.GetBytes(marker.Trim())).Where(marker => marker.Length > 0)];
        _longest = _texts.Length == 0 ? 0 : _texts.Max(text => text.Length);
        var numbers = new List<double>();
        var wholes = new List<long>();
        foreach (var text in _texts)
        {
            var form = TextNumber.Parse(text, out var whole, out var real);
            if (form == NumberForm.Whole || (form == NumberForm.Real && real == Math.Truncate(real) && Math.Abs(real) < TextNumber.LargestExact))
                wholes.Add(form == NumberForm.Whole ? whole : (long)real);
            if (form is NumberForm.Whole or NumberForm.Real)
                numbers.Add(real);
        }

        (_numbers, _wholes) = ([.. numbers], [.. wholes]);
    }

    public bool IsNull(long value) => _wholes.Length > 0 && Array.IndexOf(_wholes, value) >= 0;

    public bool IsNull(double value) => _numbers.Length > 0 && Array.IndexOf(_numbers, value) >= 0;

    /// <summary>Single precision: equal to a marker in single precision.</summary>
    public bool IsNull(float value)
    {
        foreach (var number in _numbers)
        {
            if ((float)number == value)
                return true;
        }

        return false;
    }

    /// <summary>Text of a column of text, whose emptiness is no value already.</summary>
    public bool IsNull(ReadOnlySpan<byte> text)
    {
        if (text.Length > _longest)
            return false;
        foreach (var marker in _texts)
        {
            if (text.SequenceEqual(marker))
                return true;
        }

        return false;
    }

    /// <summary>Text of a text table: empty, <c>null</c>, <c>NaN</c>, <c>N/A</c> in any case, <c>--</c>, or a marker of the user.</summary>
    public bool IsNullField(ReadOnlySpan<byte> text) => text.Length switch
    {
        0 => true,
        2 when text[0] == '-' => text[1] == '-' || IsNull(text),
        3 when (text[0] | 0x20) == 'n' => Ascii.EqualsIgnoreCase(text, "nan"u8) || Ascii.EqualsIgnoreCase(text, "n/a"u8) || IsNull(text),
        4 when (text[0] | 0x20) == 'n' => Ascii.EqualsIgnoreCase(text, "null"u8) || IsNull(text),
        _ => IsNull(text),
    };
}
