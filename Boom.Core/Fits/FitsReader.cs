using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Boom.Core.Fits;

/// <summary>
/// Reads the image of a cutout: FITS, plain or gzipped, the primary unit or the first image extension. All pixel types of the
/// standard (BITPIX 8, 16, 32, 64, -32, -64) with BSCALE, BZERO and BLANK.
/// </summary>
public static class FitsReader
{
    /// <summary>The largest image that is read: 1024 × 1024 pixels. Cutouts of the surveys have up to about 200 × 200.</summary>
    public const int MaxPixels = 1 << 20;

    /// <summary>The most that a file may hold, inflated: the largest image, and as much beside it.</summary>
    const int MaxBytes = 16 * MaxPixels;

    /// <summary>Whether the bytes begin like a gzip stream (RFC 1952).</summary>
    public static bool IsGzip(ReadOnlySpan<byte> bytes) => GzipBytes.IsGzip(bytes);

    /// <summary>Reads the image. Throws <see cref="FitsFormatException"/> for anything that is not one.</summary>
    public static FitsImage Read(ReadOnlyMemory<byte> bytes)
    {
        using var pixels = ReadPooled(bytes);
        return new FitsImage(pixels.Width, pixels.Height, pixels.Pixels.ToArray());
    }

    /// <summary>
    /// Reads the image into pooled memory, to be given back by <see cref="PooledImage.Dispose"/>. Throws <see cref="FitsFormatException"/> for anything
    /// that is not one.
    /// </summary>
    public static PooledImage ReadPooled(ReadOnlyMemory<byte> bytes)
    {
        using var file = GzipBytes.Of(bytes, MaxBytes);
        return ReadUnits(file.Span);
    }

    /// <summary>The bytes of the file, inflated if they are gzipped. Throws when there are more than <paramref name="maxBytes"/>.</summary>
    public static byte[] Inflate(ReadOnlyMemory<byte> bytes, int maxBytes = MaxBytes)
    {
        using var file = GzipBytes.Of(bytes, maxBytes);
        return file.Span.ToArray();
    }

    static PooledImage ReadUnits(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
            throw new FitsFormatException("The FITS file is empty.");
        for (var isFirst = true; !file.IsEmpty; isFirst = false)
        {
            var header = FitsHeader.Read(file);
            if (isFirst && !header.IsPrimary)
                throw new FitsFormatException("The FITS file starts with an extension.");
            var bytesPerPixel = BytesPerPixel(header);
            if (IsImage(header))
                return ReadImage(file[header.Length..], header, bytesPerPixel);
            if (header.Has("ZIMAGE"u8))
                throw new FitsFormatException("The FITS image is tile-compressed (ZIMAGE), which Boom does not read.");
            file = file[Math.Min(file.Length, header.Length + DataLength(header, bytesPerPixel))..];
        }

        throw new FitsFormatException("The FITS file holds no image.");
    }

    static bool IsImage(in FitsHeader header) =>
        header.RequiredInteger("NAXIS"u8) >= 2 && (header.IsPrimary || header.IsText("XTENSION"u8, "IMAGE"u8));

    static int BytesPerPixel(in FitsHeader header) => header.RequiredInteger("BITPIX"u8) switch
    {
        8 => 1,
        16 => 2,
        32 or -32 => 4,
        64 or -64 => 8,
        var other => throw new FitsFormatException($"BITPIX {other} is not a FITS pixel type."),
    };

    // With its padding; of a unit that holds no image.
    static int DataLength(in FitsHeader header, int bytesPerPixel)
    {
        var axes = header.RequiredInteger("NAXIS"u8);
        if (axes is < 0 or > 999)
            throw new FitsFormatException($"NAXIS {axes} is out of range.");
        var count = axes == 0 ? 0 : 1L;
        for (var axis = 1; axis <= axes; axis++)
            count = Bounded(count, Axis(header, axis));
        if ((header.Integer("GCOUNT"u8) ?? 1) > 1)
            throw new FitsFormatException("FITS random groups are not images.");
        var bytes = bytesPerPixel * (count + Math.Clamp(header.Integer("PCOUNT"u8) ?? 0, 0, int.MaxValue));
        if (bytes > MaxBytes)
            throw new FitsFormatException("The FITS file has too much before its image.");
        return (int)((bytes + FitsHeader.BlockBytes - 1) / FitsHeader.BlockBytes * FitsHeader.BlockBytes);
    }

    static long Axis(in FitsHeader header, int axis)
    {
        Span<byte> keyword = stackalloc byte[8];
        "NAXIS"u8.CopyTo(keyword);
        axis.TryFormat(keyword[5..], out var digits);
        return header.RequiredInteger(keyword[..(5 + digits)]);
    }

    static long Bounded(long count, long axis) => axis is >= 0 and <= int.MaxValue && count * axis <= int.MaxValue
        ? count * axis
        : throw new FitsFormatException($"A FITS axis of {axis} pixels is out of range.");

    static PooledImage ReadImage(ReadOnlySpan<byte> data, in FitsHeader header, int bytesPerPixel)
    {
        for (var axis = 3; axis <= Math.Min(999, header.RequiredInteger("NAXIS"u8)); axis++)
        {
            if (Axis(header, axis) != 1)
                throw new FitsFormatException("The FITS image has more than two dimensions.");
        }

        long width = header.RequiredInteger("NAXIS1"u8), height = header.RequiredInteger("NAXIS2"u8);
        if (width is < 1 or > MaxPixels || height is < 1 or > MaxPixels || width * height > MaxPixels)
            throw new FitsFormatException($"The FITS image has {width} × {height} pixels; 1 to {MaxPixels} can be read.");
        var count = (int)(width * height);
        if (data.Length < count * bytesPerPixel)
            throw new FitsFormatException($"The FITS image ends in row {(data.Length / bytesPerPixel / width) + 1} of {height}.");

        var format = new PixelFormat(
            header.RequiredInteger("BITPIX"u8), header.Integer("BLANK"u8), header.Number("BSCALE"u8, 1), header.Number("BZERO"u8, 0));
        var pixels = ArrayPool<float>.Shared.Rent(count);
        ReadPixels(data[..(count * bytesPerPixel)], format, bytesPerPixel, pixels.AsSpan(0, count));
        return new PooledImage((int)width, (int)height, pixels);
    }

    static void ReadPixels(ReadOnlySpan<byte> data, in PixelFormat format, int bytesPerPixel, Span<float> pixels)
    {
        // The usual case, many at once.
        if (format is { BitPix: -32, Scale: 1, Zero: 0 } && BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(data), MemoryMarshal.Cast<float, uint>(pixels));
            return;
        }

        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = format.Pixel(data[(i * bytesPerPixel)..]);
    }

    readonly record struct PixelFormat(long BitPix, long? Blank, double Scale, double Zero)
    {
        public float Pixel(ReadOnlySpan<byte> bytes)
        {
            var value = BitPix switch
            {
                -32 => BinaryPrimitives.ReadSingleBigEndian(bytes),
                -64 => BinaryPrimitives.ReadDoubleBigEndian(bytes),
                8 => Whole(bytes[0]),
                16 => Whole(BinaryPrimitives.ReadInt16BigEndian(bytes)),
                32 => Whole(BinaryPrimitives.ReadInt32BigEndian(bytes)),
                _ => Whole(BinaryPrimitives.ReadInt64BigEndian(bytes)),
            };
            return (float)((value * Scale) + Zero);
        }

        double Whole(long value) => value == Blank ? double.NaN : value;
    }
}

/// <summary>Bytes that are not a FITS image Boom can read; the message says what is wrong.</summary>
public sealed class FitsFormatException(string message, Exception? innerException = null) : FormatException(message, innerException);
