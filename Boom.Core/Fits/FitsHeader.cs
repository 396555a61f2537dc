using System.Globalization;
using System.Text;

namespace Boom.Core.Fits;

/// <summary>
/// The header of one FITS unit: 80-character cards in blocks of 2880 bytes up to the card END (FITS standard 4.0, §4). It refers to the bytes of the file;
/// a keyword is looked for when it is asked for, and the first card with it counts.
/// </summary>
readonly ref struct FitsHeader
{
    internal const int BlockBytes = 2880;
    const int CardBytes = 80;
    const int KeywordBytes = 8;

    /// <summary>More cards than any cutout has: 36 cards per block, 400 blocks, 1.1 MB.</summary>
    const int MaxBlocks = 400;

    readonly ReadOnlySpan<byte> _cards;

    FitsHeader(ReadOnlySpan<byte> cards, int length)
    {
        _cards = cards;
        Length = length;
    }

    /// <summary>Bytes of the header with its padding.</summary>
    internal int Length { get; }

    /// <summary>Whether it is that of the primary unit; else that of an extension.</summary>
    internal bool IsPrimary => _cards.StartsWith("SIMPLE  "u8);

    /// <summary>Reads the header at the beginning of the bytes.</summary>
    /// <exception cref="FitsFormatException">There is none, or it has no end.</exception>
    internal static FitsHeader Read(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at + BlockBytes <= bytes.Length && at < MaxBlocks * BlockBytes; at += BlockBytes)
        {
            if (at == 0 && !bytes.StartsWith("SIMPLE  "u8) && !bytes.StartsWith("XTENSION"u8))
                throw new FitsFormatException("The bytes do not start with a FITS header (SIMPLE or XTENSION).");
            for (var card = at; card < at + BlockBytes; card += CardBytes)
            {
                if (bytes.Slice(card, KeywordBytes).SequenceEqual("END     "u8))
                    return new FitsHeader(bytes[..card], at + BlockBytes);
            }
        }

        throw new FitsFormatException(bytes.Length < MaxBlocks * BlockBytes
            ? $"The FITS header ends after {bytes.Length} bytes, before its END card."
            : $"The FITS header has no END card in {MaxBlocks} blocks of {BlockBytes} bytes.");
    }

    /// <summary>Whether a keyword has this text, quotes and blanks removed.</summary>
    internal bool IsText(ReadOnlySpan<byte> keyword, ReadOnlySpan<byte> text) => Value(keyword).SequenceEqual(text);

    /// <summary>The text of a keyword, quotes and blanks removed; empty when it is absent.</summary>
    internal string Text(ReadOnlySpan<byte> keyword) => Encoding.Latin1.GetString(Value(keyword));

    /// <summary>Whether the keyword has a value.</summary>
    internal bool Has(ReadOnlySpan<byte> keyword) => !Value(keyword).IsEmpty;

    /// <summary>The value of a keyword that must be there and whole.</summary>
    internal long RequiredInteger(ReadOnlySpan<byte> keyword) => Integer(keyword)
        ?? throw new FitsFormatException($"The FITS header has no {Encoding.Latin1.GetString(keyword)}.");

    /// <summary>The whole value of a keyword, or null when it is absent.</summary>
    internal long? Integer(ReadOnlySpan<byte> keyword)
    {
        var value = Value(keyword);
        if (value.IsEmpty)
            return null;
        return long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FitsFormatException($"{Encoding.Latin1.GetString(keyword)} of the FITS header is '{Encoding.Latin1.GetString(value)}', not a whole number.");
    }

    /// <summary>The number under a keyword, or the default when it is absent.</summary>
    internal double Number(ReadOnlySpan<byte> keyword, double absent)
    {
        var value = Value(keyword);
        if (value.IsEmpty)
            return absent;

        // FITS lets D stand for E in an exponent.
        Span<byte> text = stackalloc byte[CardBytes];
        value.CopyTo(text);
        text = text[..value.Length];
        text.Replace((byte)'D', (byte)'E');
        text.Replace((byte)'d', (byte)'e');
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FitsFormatException($"{Encoding.Latin1.GetString(keyword)} of the FITS header is '{Encoding.Latin1.GetString(value)}', not a number.");
    }

    // Empty when there is none.
    ReadOnlySpan<byte> Value(ReadOnlySpan<byte> keyword)
    {
        for (var at = 0; at < _cards.Length; at += CardBytes)
        {
            var card = _cards.Slice(at, CardBytes);
            if (card.StartsWith(keyword) && card[keyword.Length..KeywordBytes].IndexOfAnyExcept((byte)' ') < 0 && card.Slice(KeywordBytes, 2).SequenceEqual("= "u8))
                return ValueOf(card[(KeywordBytes + 2)..]);
        }

        return [];
    }

    static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> field)
    {
        field = field.TrimStart((byte)' ');
        if (!field.StartsWith("'"u8))
        {
            var comment = field.IndexOf((byte)'/');
            return (comment < 0 ? field : field[..comment]).Trim((byte)' ');
        }

        var end = field[1..].IndexOf((byte)'\'');
        return (end < 0 ? field[1..] : field.Slice(1, end)).TrimEnd((byte)' ');
    }
}
