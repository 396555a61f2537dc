using System.Text;

namespace Boom.Core.Text;

/// <summary>Bytes as people read them: offset, sixteen bytes in hexadecimal, and their ASCII.</summary>
public static class HexDump
{
    const int BytesPerLine = 16;

    /// <summary>Writes the first <paramref name="maxBytes"/> bytes.</summary>
    public static void Write(TextWriter output, ReadOnlySpan<byte> bytes, int maxBytes)
    {
        var shown = bytes[..Math.Min(bytes.Length, maxBytes)];
        for (var at = 0; at < shown.Length; at += BytesPerLine)
        {
            var line = new StringBuilder($"  {at:x6} ");
            var text = new StringBuilder();
            for (var i = 0; i < BytesPerLine; i++)
            {
                var present = at + i < shown.Length;
                line.Append(i == 8 ? "  " : " ").Append(present ? shown[at + i].ToString("x2") : "  ");
                if (present)
                    text.Append(shown[at + i] is >= 0x20 and < 0x7F ? (char)shown[at + i] : '.');
            }

            output.WriteLine($"{line}  {text}");
        }

        if (bytes.Length > shown.Length)
            output.WriteLine($"  ... {bytes.Length - shown.Length} {(bytes.Length - shown.Length == 1 ? "byte" : "bytes")} more (--payload FILE writes all)");
    }
}
