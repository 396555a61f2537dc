using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Boom.Core.Fits;

/// <summary>Writes 8-bit grey images as PNG (W3C PNG specification, second edition).</summary>
public static class PngWriter
{
    static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Encodes an image.</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="grey">Rows from the top; 0 is black.</param>
    public static byte[] Encode(int width, ReadOnlySpan<byte> grey)
    {
        var height = grey.Length / width;
        ArgumentOutOfRangeException.ThrowIfNotEqual(grey.Length, width * height);
        using var file = new MemoryStream();
        file.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8; // bits per sample; colour type 0 (grey), deflate, adaptive filters and no interlace are all 0
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(width, height, grey));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    static byte[] Compress(int width, int height, ReadOnlySpan<byte> grey)
    {
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var row = 0; row < height; row++)
            {
                zlib.WriteByte(0); // no filter
                zlib.Write(grey.Slice(row * width, width));
            }
        }

        return data.ToArray();
    }

    static void WriteChunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        var checksum = new Crc32();
        checksum.Append(type);
        checksum.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, checksum.GetCurrentHashAsUInt32());
        file.Write(number);
    }
}
