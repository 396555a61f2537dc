using System.Text;

namespace Boom.Core.Surveys;

/// <summary>What kind of file begins with certain bytes, for files that end up in topics and folders of packets.</summary>
static class FirstBytes
{
    const int LongestStart = 256;

    /// <summary>The kind, with its article; null when it is none of those known.</summary>
    internal static string? Describe(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "a JPEG image",
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "a PNG image",
        [0x1F, 0x8B, ..] => "gzip-compressed",
        [0x28, 0xB5, 0x2F, 0xFD, ..] => "zstd-compressed",
        [(byte)'P', (byte)'K', 3, 4, ..] => "a ZIP archive",
        [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..] => "a Parquet file",
        _ when bytes.StartsWith("SIMPLE  ="u8) => "a FITS file",
        _ when bytes.Length > 262 && bytes[257..].StartsWith("ustar"u8) => "a tar archive",
        _ => DescribeText(bytes[..Math.Min(bytes.Length, LongestStart)]),
    };

    static string? DescribeText(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        var text = Encoding.Latin1.GetString(bytes).TrimStart();
        if (text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase))
            return "an HTML page";
        if (text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase))
            return "an XML text";
        return text is ['{' or '[', ..] && text.AsSpan(1).TrimStart() is ['"' or '{' or '[' or '}' or ']', ..] ? "a JSON text" : null;
    }
}
