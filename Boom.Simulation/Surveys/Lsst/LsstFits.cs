using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Boom.Simulation.Surveys.Lsst;

/// <summary>
/// Writes a cutout as a FITS file of three images: 30 by 30 pixels in nanojansky, 32-bit floats; their variances; the point-spread function, 64-bit
/// floats.
/// </summary>
static class LsstFits
{
    /// <summary>Pixels on a side.</summary>
    public const int Side = 30;

    /// <summary>Bytes of a line of the header.</summary>
    public const int CardBytes = 80;

    /// <summary>Where the two lines with the position, <c>CRVAL1</c> and <c>CRVAL2</c>, begin.</summary>
    public const int PositionCardsAt = 14 * CardBytes;

    const int BlockBytes = 2880;

    /// <param name="pixels">Image, nanojansky.</param>
    /// <param name="variances">Their variances.</param>
    /// <param name="psfSide">Side of the image of the point-spread function, odd.</param>
    /// <param name="psfSigma">Standard deviation of the point-spread function in pixels.</param>
    public static byte[] Write(ReadOnlySpan<float> pixels, ReadOnlySpan<float> variances, int psfSide, double psfSigma)
    {
        var imageBytes = Blocks(4 * pixels.Length);
        var file = new byte[(3 * BlockBytes) + (2 * imageBytes) + Blocks(8 * psfSide * psfSide)];
        WriteHeader(file, Primary(psfSigma));
        WriteFloats(file.AsSpan(BlockBytes), pixels);
        var at = BlockBytes + imageBytes;
        WriteHeader(file.AsSpan(at), Extension("-32", Side, "UNCERT"));
        WriteFloats(file.AsSpan(at + BlockBytes), variances);
        at += BlockBytes + imageBytes;
        WriteHeader(file.AsSpan(at), Extension("-64", psfSide, "PSFIMAGE"));
        WritePsf(file.AsSpan(at + BlockBytes), psfSide, psfSigma);
        return file;
    }

    static int Blocks(int bytes) => (bytes + BlockBytes - 1) / BlockBytes * BlockBytes;

    static string[] Primary(double psfSigma) =>
    [
        "SIMPLE  =                    T",
        "BITPIX  =                  -32",
        "NAXIS   =                    2",
        Number("NAXIS1", Side),
        Number("NAXIS2", Side),
        "EXTEND  =                    T",
        "BUNIT   = 'nJy     '",
        "WCSAXES =                    2",
        "CTYPE1  = 'RA---TAN'",
        "CTYPE2  = 'DEC--TAN'",
        "CRPIX1  =                 15.5",
        "CRPIX2  =                 15.5",
        "CDELT1  = -5.5555555555556E-05",
        "CDELT2  =  5.5555555555556E-05",
        "CRVAL1  =                  0.0",
        "CRVAL2  =                  0.0",
        string.Create(CultureInfo.InvariantCulture, $"PSFSIGMA= {psfSigma,20:F4}"),
    ];

    static string[] Extension(string bitpix, int side, string name) =>
    [
        "XTENSION= 'IMAGE   '",
        $"BITPIX  = {bitpix,20}",
        "NAXIS   =                    2",
        Number("NAXIS1", side),
        Number("NAXIS2", side),
        "PCOUNT  =                    0",
        "GCOUNT  =                    1",
        $"EXTNAME = '{name,-8}'",
    ];

    static string Number(string key, int value) => string.Create(CultureInfo.InvariantCulture, $"{key,-8}= {value,20}");

    static void WriteHeader(Span<byte> block, string[] cards)
    {
        block[..BlockBytes].Fill((byte)' ');
        for (var i = 0; i < cards.Length; i++)
            Encoding.ASCII.GetBytes(cards[i], block[(i * CardBytes)..]);
        "END"u8.CopyTo(block[(cards.Length * CardBytes)..]);
    }

    static void WriteFloats(Span<byte> data, ReadOnlySpan<float> values)
    {
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleBigEndian(data[(4 * i)..], values[i]);
    }

    // A Gaussian of sum 1.
    static void WritePsf(Span<byte> data, int side, double sigma)
    {
        var scale = 1 / (6.283185307179586477 * sigma * sigma);
        for (var i = 0; i < side * side; i++)
        {
            double x = (i % side) - (side / 2), y = (i / side) - (side / 2);
            var value = scale * PortableMath.Exp(-0.5 * ((x * x) + (y * y)) / (sigma * sigma));
            BinaryPrimitives.WriteDoubleBigEndian(data[(8 * i)..], value < 1e-30 ? 0 : value);
        }
    }
}
