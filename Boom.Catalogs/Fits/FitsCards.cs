using System.Globalization;
using System.Text;

namespace Boom.Catalogs.Fits;

/// <summary>The header of one unit of a FITS file (standard 4.0, §4): keywords and values. Of a keyword that is there twice the first counts.</summary>
sealed class FitsCards
{
    public const int BlockBytes = 2880;
    const int CardBytes = 80;

    // 144,000 cards; a table of 999 columns with ten cards each has a fifteenth of them.
    const int MostBlocks = 4000;

    readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    FitsCards(string name) => File = name;

    /// <summary>Name of the file.</summary>
    public string File { get; }

    public bool IsPrimary { get; private set; }

    /// <summary>Reads the next header; null at the end of the file.</summary>
    public static FitsCards? Read(Stream stream, string name, bool isFirst)
    {
        var cards = new FitsCards(name);
        var block = new byte[BlockBytes];
        for (var blocks = 0; blocks < MostBlocks; blocks++)
        {
            var read = stream.ReadAtLeast(block, BlockBytes, throwOnEndOfStream: false);

            // What comes after the last unit is no fault unless it looks like one more.
            var begins = block.AsSpan(0, read).StartsWith(isFirst ? "SIMPLE  "u8 : "XTENSION"u8);
            if (blocks == 0 && !isFirst && !begins)
                return null;
            if (blocks == 0 && !begins)
                throw new CatalogException($"{name} does not begin with a FITS header.");
            if (read < BlockBytes)
                throw new CatalogException($"{name} is cut short: it ends within a header.");
            if (cards.Add(block))
            {
                cards.IsPrimary = isFirst;
                return cards;
            }
        }

        throw new CatalogException($"{name}: a header has no end within {MostBlocks} blocks: the file is damaged.");
    }

    /// <summary>Text of a keyword; null when it is not there.</summary>
    public string? Text(string keyword) => _values.TryGetValue(keyword, out var value) ? value : null;

    /// <summary>Text of the keyword of a column, <c>TTYPE3</c>.</summary>
    public string? Text(string keyword, int column) => Text(string.Create(CultureInfo.InvariantCulture, $"{keyword}{column}"));

    /// <summary>A whole number, at least 0, that must be there.</summary>
    public long Count(string keyword)
    {
        if (Text(keyword) is not { } text)
            throw new CatalogException($"{File}: a header has no {keyword}: the file is damaged.");
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= 0
            ? value
            : throw new CatalogException($"{File}: {keyword} is no count: the file is damaged.");
    }

    /// <summary>A whole number; null when it is not there or none.</summary>
    public long? Whole(string keyword, int column) =>
        long.TryParse(Text(keyword, column), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>A number that may be absent.</summary>
    public double Number(string keyword, int column, double absent)
    {
        if (Text(keyword, column) is not { } text)
            return absent;
        return double.TryParse(text.Replace('D', 'E'), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw new CatalogException($"{File}: {keyword}{column} is no number: the file is damaged.");
    }

    /// <summary>Bytes of the data with padding.</summary>
    public long DataBytes()
    {
        try
        {
            var axes = Count("NAXIS");
            var bytes = axes == 0 ? 0L : 1;
            for (var axis = 1; axis <= axes && axis <= 999; axis++)
                bytes = checked(bytes * Count(string.Create(CultureInfo.InvariantCulture, $"NAXIS{axis}")));
            if (Text("GROUPS") == "T")
                throw new CatalogException($"{File} has random groups, which Boom does not read.");
            var bits = Text("BITPIX") is "8" or "16" or "32" or "64" or "-32" or "-64"
                ? Math.Abs(long.Parse(Text("BITPIX")!, CultureInfo.InvariantCulture))
                : throw new CatalogException($"{File}: BITPIX is none of the sizes that FITS has: the file is damaged.");
            var extra = Text("PCOUNT") is null ? 0 : Count("PCOUNT");
            bytes = checked((bytes + extra) * (bits / 8));
            return checked((bytes + BlockBytes - 1) / BlockBytes * BlockBytes);
        }
        catch (OverflowException fault)
        {
            throw new CatalogException($"{File}: the size of a unit is beyond all files: the file is damaged.", fault);
        }
    }

    bool Add(byte[] block)
    {
        for (var at = 0; at < BlockBytes; at += CardBytes)
        {
            var card = Encoding.Latin1.GetString(block, at, CardBytes);
            var keyword = card[..8].TrimEnd();
            if (keyword == "END")
                return true;
            if (card[8] == '=' && keyword.Length > 0)
                _values.TryAdd(keyword, Value(card[10..]));
        }

        return false;
    }

    static string Value(string text)
    {
        text = text.TrimStart();
        if (!text.StartsWith('\''))
            return (text.IndexOf('/') is >= 0 and var slash ? text[..slash] : text).Trim();
        var value = new StringBuilder();
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '\'' && (i + 1 == text.Length || text[i + 1] != '\''))
                break;
            if (text[i] == '\'')
                i++;
            value.Append(text[i]);
        }

        return value.ToString().TrimEnd();
    }
}
