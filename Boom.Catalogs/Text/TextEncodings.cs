using System.Text;

namespace Boom.Catalogs.Text;

/// <summary>Codes of text tables. They are split as UTF-8; UTF-16 is known by its mark.</summary>
static class TextEncodings
{
    /// <summary>The code of a file.</summary>
    public static Encoding Of(string path, bool isLatin1)
    {
        using var input = CatalogInput.Open(path);
        Span<byte> mark = stackalloc byte[2];
        try
        {
            if (input.Content.ReadAtLeast(mark, 2, throwOnEndOfStream: false) < 2)
                return Encoding.UTF8;
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw CatalogFaults.OfStream(Path.GetFileName(path), "its beginning", input.IsGzip, fault);
        }

        return mark switch
        {
            [0xFF, 0xFE] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
            [0xFE, 0xFF] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
            _ => isLatin1 ? Encoding.Latin1 : Encoding.UTF8,
        };
    }

    /// <summary>The bytes as UTF-8; those of UTF-8 are passed on as they are.</summary>
    public static Stream AsUtf8(Stream content, Encoding encoding) => encoding is UTF8Encoding
        ? content
        : Encoding.CreateTranscodingStream(content, encoding, Encoding.UTF8, leaveOpen: true);
}
