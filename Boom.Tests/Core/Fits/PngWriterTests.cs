using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Boom.Core.Fits;
using Xunit;

namespace Boom.Tests.Core.Fits;

public sealed class PngWriterTests
{
    [Fact]
    public void Encode_Image_ReadsBack()
    {
        byte[] grey = [0, 50, 100, 150, 200, 255];

        var (width, height, pixels) = Decode(PngWriter.Encode(3, grey));

        Assert.Equal((3, 2), (width, height));
        Assert.Equal(grey, pixels);
    }

    [Fact]
    public void Encode_WidthThatDoesNotFit_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PngWriter.Encode(4, new byte[6]));

    /// <summary>A reader by the specification: signature, chunks with their checksums, unfiltered rows.</summary>
    internal static (int Width, int Height, byte[] Pixels) Decode(byte[] png)
    {
        Assert.Equal(new byte[] { 137, 80, 78, 71, 13, 10, 26, 10 }, png[..8]);
        var chunks = new List<(string Type, byte[] Data)>();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var typeAndData = png.AsSpan(at + 4, 4 + length);
            Assert.Equal(Crc(typeAndData), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            chunks.Add((Encoding.ASCII.GetString(typeAndData[..4]), typeAndData[4..].ToArray()));
            at += 12 + length;
        }

        Assert.Equal(["IHDR", "IDAT", "IEND"], chunks.Select(chunk => chunk.Type));
        var header = chunks[0].Data;
        Assert.Equal(new byte[] { 8, 0, 0, 0, 0 }, header[8..]);
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)));
        using var zlib = new ZLibStream(new MemoryStream(chunks[1].Data), CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zlib.CopyTo(rows);
        Assert.Equal(height * (width + 1), rows.Length);
        var pixels = rows.ToArray().Chunk(width + 1).SelectMany(row => { Assert.Equal(0, row[0]); return row[1..]; }).ToArray();
        return (width, height, pixels);
    }

    static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
