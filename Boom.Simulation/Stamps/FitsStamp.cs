using System.Buffers.Binary;
using System.Text;

namespace Boom.Simulation.Stamps;

/// <summary>Writes stamps as FITS images of 63 by 63 32-bit floats, compressed by gzip.</summary>
static class FitsStamp
{
    /// <summary>Pixels on a side.</summary>
    public const int Side = 63;

    /// <summary>Bytes of the file before compression: a header block and six data blocks.</summary>
    public const int FileBytes = 7 * BlockBytes;

    const int BlockBytes = 2880;
    const int CardBytes = 80;

    static readonly byte[] _header = MakeHeader();

    public static byte[] Compress(ReadOnlySpan<float> pixels)
    {
        var file = new byte[FileBytes];
        _header.CopyTo(file, 0);
        for (var i = 0; i < pixels.Length; i++)
            BinaryPrimitives.WriteSingleBigEndian(file.AsSpan(BlockBytes + (4 * i)), pixels[i]);
        return PortableGzip.Compress(file);
    }

    static byte[] MakeHeader()
    {
        var header = new byte[BlockBytes];
        header.AsSpan().Fill((byte)' ');
        string[] cards =
        [
            "SIMPLE  =                    T",
            "BITPIX  =                  -32",
            "NAXIS   =                    2",
            "NAXIS1  =                   63",
            "NAXIS2  =                   63",
            "BUNIT   = 'DN      '",
            "END",
        ];
        for (var i = 0; i < cards.Length; i++)
            Encoding.ASCII.GetBytes(cards[i], header.AsSpan(i * CardBytes));
        return header;
    }
}
