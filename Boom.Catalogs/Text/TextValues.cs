using System.Text;

namespace Boom.Catalogs.Text;

/// <summary>Values of text tables.</summary>
static class TextValues
{
    /// <summary>Reads <c>true</c> or <c>false</c> in any case.</summary>
    public static bool TryBool(ReadOnlySpan<byte> text, out bool value)
    {
        value = text.Length == 4;
        return (text.Length == 4 && Ascii.EqualsIgnoreCase(text, "true"u8)) || (text.Length == 5 && Ascii.EqualsIgnoreCase(text, "false"u8));
    }

    /// <summary>Reads a double, unless it is a whole number that no double holds.</summary>
    public static bool TryDouble(ReadOnlySpan<byte> text, out double value) => TextNumber.Parse(text, out var whole, out value) switch
    {
        NumberForm.Real => true,
        NumberForm.Whole => whole is >= -TextNumber.LargestExact and <= TextNumber.LargestExact,
        _ => false,
    };

    /// <summary>Reads a whole number.</summary>
    public static bool TryWhole(ReadOnlySpan<byte> text, out long value) => TextNumber.Parse(text, out value, out _) == NumberForm.Whole;
}
