using System.Buffers.Binary;
using System.IO.Compression;

namespace Boom.Core.Fits;

/// <summary>
/// Reads the image of a cutout: FITS, plain or gzipped, the primary unit or the first image extension. All pixel types of the
/// standard (BITPIX 8, 16, 32, -32, -64) with BSCALE, BZERO and BLANK.
/// </summary>
public static class FitsReader
{
    /// <summary>The largest image that is read: 1024 × 1024 pixels. Cutouts of the surveys have up to about 200 × 200.</summary>
    public const int MaxPixels = 1 << 20;

    /// <summary>Deflate cannot make more than this many bytes of one (zlib, technical details).</summary>
    const long MaxDeflateRatio = 1032;

    /// <summary>Whether the bytes begin like a gzip stream (RFC 1952).</summary>
    public static bool IsGzip(ReadOnlySpan<byte> bytes) => bytes.Length > 1 && bytes[0] == 0x1F && bytes[1] == 0x8B;

    /// <summary>Reads the image. Throws <see cref="FitsFormatException"/> for anything that is not one.</summary>
    public static FitsImage Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var raw = new MemoryStream(bytes.ToArray(), writable: false);
            if (!IsGzip(bytes.Span))
                return ReadUnits(raw, bytes.Length);
            using var inflated = new GZipStream(raw, CompressionMode.Decompress);
            return ReadUnits(inflated, bytes.Length * MaxDeflateRatio);
        }
        catch (InvalidDataException fault)
        {
            throw new FitsFormatException("The gzip stream of the FITS file is damaged.", fault);
        }
    }

    /// <summary>The bytes of the file, inflated if they are gzipped. Throws when there are more than <paramref name="maxBytes"/>.</summary>
    public static byte[] Inflate(ReadOnlyMemory<byte> bytes, int maxBytes = 16 << 20)
    {
        if (!IsGzip(bytes.Span))
            return bytes.ToArray();
        try
        {
            using var raw = new MemoryStream(bytes.ToArray(), writable: false);
            using var gzip = new GZipStream(raw, CompressionMode.Decompress);
            using var whole = new MemoryStream();
            var buffer = new byte[8192];
            for (int read; (read = gzip.Read(buffer)) > 0;)
            {
                if (whole.Length + read > maxBytes)
                    throw new FitsFormatException($"The gzip stream holds more than {maxBytes} bytes.");
                whole.Write(buffer, 0, read);
            }

            return whole.ToArray();
        }
        catch (InvalidDataException fault)
        {
            throw new FitsFormatException("The gzip stream of the FITS file is damaged.", fault);
        }
    }

    static FitsImage ReadUnits(Stream stream, long maxBytes)
    {
        for (var unit = 0; ; unit++)
        {
            var header = FitsHeader.Read(stream)
                ?? throw new FitsFormatException(unit == 0 ? "The FITS file is empty." : "The FITS file holds no image.");
            if (unit == 0 && header.FirstKeyword != "SIMPLE")
                throw new FitsFormatException("The FITS file starts with an extension.");
            var bytesPerPixel = BytesPerPixel(header);
            if (IsImage(header))
                return ReadImage(stream, header, bytesPerPixel, maxBytes);
            Skip(stream, header, bytesPerPixel);
        }
    }

    static bool IsImage(FitsHeader header) =>
        header.RequiredInteger("NAXIS") >= 2 && (header.FirstKeyword == "SIMPLE" || header.Text("XTENSION") == "IMAGE");

    static int BytesPerPixel(FitsHeader header) => header.RequiredInteger("BITPIX") switch
    {
        8 => 1,
        16 => 2,
        32 or -32 => 4,
        64 or -64 => 8,
        var other => throw new FitsFormatException($"BITPIX {other} is not a FITS pixel type."),
    };

    static void Skip(Stream stream, FitsHeader header, int bytesPerPixel)
    {
        var axes = header.RequiredInteger("NAXIS");
        if (axes is < 0 or > 999)
            throw new FitsFormatException($"NAXIS {axes} is out of range.");
        var count = axes == 0 ? 0 : 1L;
        for (var axis = 1; axis <= axes; axis++)
            count = Bounded(count, header.RequiredInteger($"NAXIS{axis}"));
        if ((header.Integer("GCOUNT") ?? 1) > 1)
            throw new FitsFormatException("FITS random groups are not images.");
        var bytes = bytesPerPixel * (count + Math.Clamp(header.Integer("PCOUNT") ?? 0, 0, int.MaxValue));
        if (bytes > 64L * MaxPixels)
            throw new FitsFormatException("The FITS file has too much before its image.");
        bytes = (bytes + FitsHeader.BlockBytes - 1) / FitsHeader.BlockBytes * FitsHeader.BlockBytes;
        Span<byte> block = stackalloc byte[FitsHeader.BlockBytes];
        for (; bytes > 0; bytes -= block.Length)
        {
            if (stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false) < block.Length)
                throw new FitsFormatException("The FITS file ends before its image.");
        }
    }

    static long Bounded(long count, long axis) => axis is >= 0 and <= int.MaxValue && count * axis <= int.MaxValue
        ? count * axis
        : throw new FitsFormatException($"A FITS axis of {axis} pixels is out of range.");

    static FitsImage ReadImage(Stream stream, FitsHeader header, int bytesPerPixel, long maxBytes)
    {
        for (var axis = 3; axis <= Math.Min(999, header.RequiredInteger("NAXIS")); axis++)
        {
            if (header.RequiredInteger($"NAXIS{axis}") != 1)
                throw new FitsFormatException("The FITS image has more than two dimensions.");
        }

        long width = header.RequiredInteger("NAXIS1"), height = header.RequiredInteger("NAXIS2");
        if (width is < 1 or > MaxPixels || height is < 1 or > MaxPixels || width * height > MaxPixels)
            throw new FitsFormatException($"The FITS image has {width} × {height} pixels; 1 to {MaxPixels} can be read.");
        // No memory for pixels that the input cannot hold.
        if (width * height * bytesPerPixel > maxBytes)
            throw new FitsFormatException($"The FITS file is too short for its {width} × {height} pixels.");
        return new FitsImage((int)width, (int)height, ReadPixels(stream, header, (int)width, (int)height, bytesPerPixel));
    }

    static float[] ReadPixels(Stream stream, FitsHeader header, int width, int height, int bytesPerPixel)
    {
        double scale = header.Number("BSCALE", 1), zero = header.Number("BZERO", 0);
        var blank = header.Integer("BLANK");
        var bitpix = header.RequiredInteger("BITPIX");
        var pixels = new float[width * height];
        var row = new byte[width * bytesPerPixel];
        for (var y = 0; y < height; y++)
        {
            if (stream.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) < row.Length)
                throw new FitsFormatException($"The FITS image ends in row {y + 1} of {height}.");
            for (var x = 0; x < width; x++)
                pixels[(y * width) + x] = Pixel(row.AsSpan(x * bytesPerPixel), bitpix, blank, scale, zero);
        }

        return pixels;
    }

    static float Pixel(ReadOnlySpan<byte> bytes, long bitpix, long? blank, double scale, double zero)
    {
        double value;
        if (bitpix < 0)
        {
            value = bitpix == -32 ? BinaryPrimitives.ReadSingleBigEndian(bytes) : BinaryPrimitives.ReadDoubleBigEndian(bytes);
        }
        else
        {
            var whole = bitpix switch
            {
                8 => bytes[0],
                16 => BinaryPrimitives.ReadInt16BigEndian(bytes),
                32 => BinaryPrimitives.ReadInt32BigEndian(bytes),
                _ => BinaryPrimitives.ReadInt64BigEndian(bytes),
            };
            value = whole == blank ? double.NaN : whole;
        }

        return (float)((value * scale) + zero);
    }
}

/// <summary>Bytes that are not a FITS image Boom can read; the message says what is wrong.</summary>
public sealed class FitsFormatException(string message, Exception? innerException = null) : FormatException(message, innerException);
