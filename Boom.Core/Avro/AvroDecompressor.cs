using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using Snappier;

namespace Boom.Core.Avro;

/// <summary>Decompresses blocks, never to more than their size can justify.</summary>
static class AvroDecompressor
{
    // A deflate stream of n bytes holds at most 1032 n (RFC 1951 allows 258 bytes for a two-bit pair of codes); snappy at most 64 bytes
    // for three (format description, copies).
    const int MaximumDeflateRatio = 1032;
    const int MaximumSnappyRatio = 22;
    const int MaximumBlockBytes = 256 << 20;
    const int ChecksumBytes = 4;

    internal static ReadOnlyMemory<byte> Decompress(AvroCodec codec, ReadOnlyMemory<byte> block, int position) => codec switch
    {
        AvroCodec.Null => block,
        AvroCodec.Deflate => Inflate(block, position),
        _ => Unsnap(block.Span, position),
    };

    static ReadOnlyMemory<byte> Inflate(ReadOnlyMemory<byte> block, int position)
    {
        var limit = (int)Math.Min((long)block.Length * MaximumDeflateRatio, MaximumBlockBytes);
        try
        {
            using var input = new MemoryStream(block.ToArray(), writable: false);
            using var inflater = new DeflateStream(input, CompressionMode.Decompress);
            var output = new byte[Math.Min(limit, Math.Max(256, block.Length * 4))];
            var length = 0;
            while (inflater.Read(output, length, output.Length - length) is var read and > 0)
            {
                length += read;
                if (length < output.Length)
                    continue;
                if (output.Length >= limit)
                    break;
                Array.Resize(ref output, (int)Math.Min((long)output.Length * 2, limit));
            }

            if (length >= MaximumBlockBytes)
                throw new AvroFormatException(AvroFault.Corrupt, $"the deflated block inflates to more than {MaximumBlockBytes} bytes", position);
            return output.AsMemory(0, length);
        }
        catch (InvalidDataException)
        {
            throw new AvroFormatException(AvroFault.Corrupt, "the deflated block does not inflate", position);
        }
    }

    static byte[] Unsnap(ReadOnlySpan<byte> block, int position)
    {
        if (block.Length <= ChecksumBytes)
            throw new AvroFormatException(AvroFault.Truncated, "the snappy block is too short for its checksum", position);
        var compressed = block[..^ChecksumBytes];
        try
        {
            var length = Snappy.GetUncompressedLength(compressed);
            if (length < 0 || length > Math.Min((long)compressed.Length * MaximumSnappyRatio, MaximumBlockBytes))
                throw new AvroFormatException(AvroFault.Corrupt, $"the snappy block claims {length} bytes in {compressed.Length}", position);
            var output = new byte[length];
            if (Snappy.Decompress(compressed, output) != length)
                throw new AvroFormatException(AvroFault.Corrupt, "the snappy block is shorter than it claims", position);
            var checksum = BinaryPrimitives.ReadUInt32BigEndian(block[^ChecksumBytes..]);
            return Crc32.HashToUInt32(output) == checksum
                ? output
                : throw new AvroFormatException(AvroFault.Corrupt, "the snappy block's checksum does not fit", position);
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw new AvroFormatException(AvroFault.Corrupt, "the snappy block does not decompress", position);
        }
    }
}
