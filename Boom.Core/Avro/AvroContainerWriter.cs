using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using Snappier;

namespace Boom.Core.Avro;

/// <summary>
/// Writes Avro object container files of one schema. The header is made once; every file of the writer begins with the same bytes and
/// has the same sync marker, as the packets of a survey do.
/// </summary>
public sealed class AvroContainerWriter
{
    const int SyncLength = AvroContainerHeader.SyncLength;

    readonly byte[] _header;
    readonly AvroCodec _codec;

    /// <param name="schemaJson">The writer's schema, JSON in UTF-8.</param>
    /// <param name="codec">Compression of the blocks.</param>
    /// <param name="sync">The 16-byte sync marker.</param>
    public AvroContainerWriter(ReadOnlySpan<byte> schemaJson, AvroCodec codec, ReadOnlySpan<byte> sync)
    {
        if (sync.Length != SyncLength)
            throw new ArgumentException($"a sync marker has {SyncLength} bytes, not {sync.Length}", nameof(sync));
        _codec = codec;
        _header = MakeHeader(schemaJson, codec, sync);
    }

    /// <summary>Magic, metadata and sync marker: the first bytes of every file.</summary>
    public ReadOnlySpan<byte> Header => _header;

    /// <summary>Writes a whole file of one block.</summary>
    /// <param name="output">Receives the file.</param>
    /// <param name="data">The encoded records, one after the other.</param>
    /// <param name="recordCount">How many they are.</param>
    public void WriteFile(IBufferWriter<byte> output, ReadOnlySpan<byte> data, int recordCount)
    {
        output.Write(_header);
        WriteBlock(output, data, recordCount);
    }

    /// <summary>Writes one more block after the header or another block.</summary>
    public void WriteBlock(IBufferWriter<byte> output, ReadOnlySpan<byte> data, int recordCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(recordCount);
        var packed = _codec switch
        {
            AvroCodec.Null => data,
            AvroCodec.Deflate => Deflate(data),
            _ => PackSnappy(data),
        };
        var writer = new AvroWriter(output.GetSpan(20 + packed.Length + SyncLength));
        writer.WriteLong(recordCount);
        writer.WriteBytes(packed);
        writer.WriteFixed(_header.AsSpan(_header.Length - SyncLength));
        output.Advance(writer.Position);
    }

    static byte[] MakeHeader(ReadOnlySpan<byte> schemaJson, AvroCodec codec, ReadOnlySpan<byte> sync)
    {
        var buffer = new byte[schemaJson.Length + 100];
        var writer = new AvroWriter(buffer);
        writer.WriteFixed("Obj\x01"u8);
        writer.WriteBlockStart(2);
        writer.WriteString("avro.codec"u8);
        writer.WriteBytes(Encoding.ASCII.GetBytes(codec.ToString().ToLowerInvariant()));
        writer.WriteString("avro.schema"u8);
        writer.WriteBytes(schemaJson);
        writer.WriteBlocksEnd();
        writer.WriteFixed(sync);
        return writer.Written.ToArray();
    }

    static byte[] Deflate(ReadOnlySpan<byte> data)
    {
        using var packed = new MemoryStream(data.Length / 2);
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(data);
        return packed.ToArray();
    }

    // The specification puts the CRC-32 of the raw data, big-endian, after the compressed block.
    static byte[] PackSnappy(ReadOnlySpan<byte> data)
    {
        var packed = new byte[Snappy.GetMaxCompressedLength(data.Length) + 4];
        var length = Snappy.Compress(data, packed);
        BinaryPrimitives.WriteUInt32BigEndian(packed.AsSpan(length), Crc32.HashToUInt32(data));
        return packed[..(length + 4)];
    }
}
