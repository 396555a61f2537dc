namespace Boom.Core.Photometry;

/// <summary>Bands of light-curve statistics, in the order in which they are stored.</summary>
enum PhotometricBand : byte
{
    G,
    R,
    I,
    Z,
    Y,
    U,
    J,
    H,
    K,
}

/// <summary>Names of <see cref="PhotometricBand"/>.</summary>
static class PhotometricBands
{
    /// <summary>Number of bands.</summary>
    public const int Count = 9;

    /// <summary>The stored name: one lower-case letter, UTF-8.</summary>
    public static ReadOnlySpan<byte> ToUtf8(this PhotometricBand band) => "grizyujhk"u8.Slice((int)band, 1);

    /// <summary>Reads a stored name; false for anything but the nine letters. <c>Y</c>, as surveys write it that store bands as sent, is y.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out PhotometricBand band)
    {
        var index = utf8.Length == 1 ? "grizyujhk"u8.IndexOf(utf8[0] == 'Y' ? (byte)'y' : utf8[0]) : -1;
        band = (PhotometricBand)Math.Max(index, 0);
        return index >= 0;
    }
}
