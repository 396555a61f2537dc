using System.Buffers.Binary;
using System.Text;

namespace Boom.Tests.Core.Sky;

/// <summary>Coverage maps in FITS, written by hand.</summary>
static class MocFiles
{
    /// <summary>The cards of a map of ranges.</summary>
    public static Dictionary<string, string> Cards(int rows, string ordering = "'RANGE   '", string form = "'1K      '") => new()
    {
        ["XTENSION"] = "'BINTABLE'", ["BITPIX"] = "8", ["NAXIS"] = "2", ["NAXIS1"] = form.Contains('J') ? "4" : "8", ["NAXIS2"] = $"{rows}", ["PCOUNT"] = "0", ["GCOUNT"] = "1",
        ["TFIELDS"] = "1", ["TFORM1"] = form, ["ORDERING"] = ordering, ["COORDSYS"] = "'C       '",
    };

    /// <summary>A map of ranges: first cell of order 29 and the one after the last, in turn.</summary>
    public static byte[] OfRanges(params long[] bounds) => File(Cards(bounds.Length), bounds.SelectMany(Bytes));

    /// <summary>A map of cells of any order, 4 × 4^order + cell.</summary>
    public static byte[] OfCells(params long[] cells) => File(Cards(cells.Length, "'NUNIQ   '"), cells.SelectMany(Bytes));

    /// <summary>A file of a primary unit without data and a table.</summary>
    public static byte[] File(IReadOnlyDictionary<string, string> cards, IEnumerable<byte> data)
    {
        byte[] head = [.. Header(new Dictionary<string, string> { ["SIMPLE"] = "T", ["BITPIX"] = "8", ["NAXIS"] = "0", ["EXTEND"] = "T" }), .. Header(cards)];
        byte[] file = [.. head, .. data];
        return [.. file, .. new byte[(2880 - (file.Length % 2880)) % 2880]];
    }

    /// <summary>A number as the table has it.</summary>
    public static byte[] Bytes(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }

    static byte[] Header(IReadOnlyDictionary<string, string> cards)
    {
        var text = string.Concat(cards.Select(card => $"{card.Key,-8}= {card.Value,20}".PadRight(80))) + "END".PadRight(80);
        return Encoding.ASCII.GetBytes(text.PadRight((text.Length + 2879) / 2880 * 2880));
    }
}
