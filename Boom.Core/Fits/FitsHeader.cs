using System.Globalization;
using System.Text;

namespace Boom.Core.Fits;

/// <summary>
/// The header of one FITS unit: 80-character cards in blocks of 2880 bytes up to the card END (FITS standard 4.0, §4).
/// Only what an image needs is kept.
/// </summary>
sealed class FitsHeader
{
    internal const int BlockBytes = 2880;
    const int CardBytes = 80;

    /// <summary>More cards than any cutout has: 36 cards per block, 400 blocks, 1.1 MB.</summary>
    const int MaxBlocks = 400;

    readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Keyword of the first card: SIMPLE or XTENSION.</summary>
    internal string FirstKeyword { get; private set; } = "";

    /// <summary>Reads one header; null at the end of the stream.</summary>
    internal static FitsHeader? Read(Stream stream)
    {
        var header = new FitsHeader();
        Span<byte> block = stackalloc byte[BlockBytes];
        for (var count = 0; count < MaxBlocks; count++)
        {
            var read = stream.ReadAtLeast(block, BlockBytes, throwOnEndOfStream: false);
            if (read == 0 && count == 0)
                return null;
            if (read < BlockBytes)
                throw new FitsFormatException($"The FITS header ends after {(count * BlockBytes) + read} bytes, before its END card.");
            if (header.AddBlock(block, first: count == 0))
                return header;
        }

        throw new FitsFormatException($"The FITS header has no END card in {MaxBlocks} blocks of {BlockBytes} bytes.");
    }

    /// <summary>The text value of a keyword (quotes removed), or null.</summary>
    internal string? Text(string keyword) => _values.GetValueOrDefault(keyword);

    /// <summary>The value of a keyword that must be there and whole.</summary>
    internal long RequiredInteger(string keyword) => Integer(keyword)
        ?? throw new FitsFormatException($"The FITS header has no {keyword}.");

    /// <summary>The whole value of a keyword, or null when it is absent.</summary>
    internal long? Integer(string keyword)
    {
        if (Text(keyword) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FitsFormatException($"{keyword} of the FITS header is '{text}', not a whole number.");
    }

    /// <summary>The number under a keyword, or the default when it is absent.</summary>
    internal double Number(string keyword, double absent)
    {
        if (Text(keyword) is not { } text)
            return absent;
        // FITS lets D stand for E in an exponent.
        return double.TryParse(text.Replace('D', 'E').Replace('d', 'e'), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FitsFormatException($"{keyword} of the FITS header is '{text}', not a number.");
    }

    bool AddBlock(ReadOnlySpan<byte> block, bool first)
    {
        for (var at = 0; at < BlockBytes; at += CardBytes)
        {
            var card = block.Slice(at, CardBytes);
            var keyword = Encoding.Latin1.GetString(card[..8]).TrimEnd();
            if (first && at == 0)
            {
                if (keyword is not ("SIMPLE" or "XTENSION"))
                    throw new FitsFormatException("The bytes do not start with a FITS header (SIMPLE or XTENSION).");
                FirstKeyword = keyword;
            }

            if (keyword == "END")
                return true;
            if (card[8] == '=' && card[9] == ' ')
                _values.TryAdd(keyword, ValueOf(card[10..]));
        }

        return false;
    }

    static string ValueOf(ReadOnlySpan<byte> field)
    {
        var text = Encoding.Latin1.GetString(field);
        var trimmed = text.AsSpan().TrimStart();
        if (!trimmed.StartsWith("'"))
        {
            var comment = trimmed.IndexOf('/');
            return (comment < 0 ? trimmed : trimmed[..comment]).Trim().ToString();
        }

        var end = trimmed[1..].IndexOf('\'');
        return (end < 0 ? trimmed[1..] : trimmed.Slice(1, end)).TrimEnd().ToString();
    }
}
