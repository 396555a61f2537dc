using System.Buffers.Text;

namespace Boom.Core.Queues;

/// <summary>Candids as they stand in queues: decimal ASCII.</summary>
public static class CandidText
{
    /// <summary>The text of a candid.</summary>
    public static byte[] Encode(long candid)
    {
        Span<byte> text = stackalloc byte[20];
        Utf8Formatter.TryFormat(candid, text, out var length);
        return text[..length].ToArray();
    }

    /// <summary>Reads a candid; false when the bytes are anything else.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long candid) =>
        Utf8Parser.TryParse(text, out candid, out var length) && length == text.Length && length > 0;
}
