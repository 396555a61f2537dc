using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Boom.Tests.Core.Fits;

/// <summary>Builds FITS files for tests.</summary>
static class FitsBytes
{
    public static byte[] Header(params string[] cards)
    {
        var text = new StringBuilder();
        foreach (var card in cards.Append("END"))
            text.Append(card.PadRight(80));
        text.Append(' ', (2880 - (text.Length % 2880)) % 2880);
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    public static string Card(string keyword, object value) => FormattableString.Invariant($"{keyword,-8}= {value,20}");

    public static byte[] Image(int bitpix, int width, int height, byte[] data, params string[] extraCards) =>
    [
        .. Header([Card("SIMPLE", "T"), Card("BITPIX", bitpix), Card("NAXIS", 2), Card("NAXIS1", width), Card("NAXIS2", height), .. extraCards]),
        .. Padded(data),
    ];

    public static byte[] Floats(params float[] values)
    {
        var bytes = new byte[values.Length * 4];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleBigEndian(bytes.AsSpan(i * 4), values[i]);
        return bytes;
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return stream.ToArray();
    }

    public static byte[] Padded(byte[] data)
    {
        var padded = new byte[(data.Length + 2879) / 2880 * 2880];
        data.CopyTo(padded, 0);
        return padded;
    }
}
