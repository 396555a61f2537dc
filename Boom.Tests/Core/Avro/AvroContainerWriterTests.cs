using System.Buffers;
using Avro.Generic;
using Boom.Core.Avro;
using Xunit;

namespace Boom.Tests.Core.Avro;

public sealed class AvroContainerWriterTests
{
    static ReadOnlySpan<byte> Schema => """{"type": "record", "name": "point", "fields": [{"name": "jd", "type": "double"}, {"name": "band", "type": "string"}]}"""u8;

    static ReadOnlySpan<byte> Sync => "0123456789abcdef"u8;

    [Theory]
    [InlineData(AvroCodec.Null)]
    [InlineData(AvroCodec.Deflate)]
    public void WriteFile_ThreeRecords_ApacheAvroReadsThem(AvroCodec codec)
    {
        var records = AvroOracle.Read(File(codec, 3));

        Assert.Equal([(0.5, "band 0"), (1.5, "band 1"), (2.5, "band 2")], records.Select(r => ((double)r["jd"], (string)r["band"])));
    }

    [Theory]
    [InlineData(AvroCodec.Null)]
    [InlineData(AvroCodec.Deflate)]
    [InlineData(AvroCodec.Snappy)]
    public void WriteFile_ManyRecords_BlockReaderFindsTheData(AvroCodec codec)
    {
        var file = File(codec, 500);
        var blocks = new AvroBlockReader(file, AvroContainerHeader.Read(file));

        Assert.True(blocks.Read());
        Assert.Equal(500, blocks.Records);
        Assert.Equal(Data(500), blocks.Data.ToArray());
        Assert.False(blocks.Read());
    }

    [Fact]
    public void WriteBlock_Twice_ApacheAvroReadsBoth()
    {
        var writer = new AvroContainerWriter(Schema, AvroCodec.Null, Sync);
        var output = new ArrayBufferWriter<byte>();
        writer.WriteFile(output, Data(2), 2);
        writer.WriteBlock(output, Data(3), 3);

        List<GenericRecord> records = AvroOracle.Read(output.WrittenSpan.ToArray());

        Assert.Equal(5, records.Count);
    }

    [Fact]
    public void Constructor_ShortSyncMarker_Throws() =>
        Assert.Throws<ArgumentException>(() => new AvroContainerWriter(Schema, AvroCodec.Null, "too short"u8));

    static byte[] File(AvroCodec codec, int count)
    {
        var output = new ArrayBufferWriter<byte>();
        new AvroContainerWriter(Schema, codec, Sync).WriteFile(output, Data(count), count);
        return output.WrittenSpan.ToArray();
    }

    static byte[] Data(int count)
    {
        var writer = new AvroWriter(new byte[30 * count]);
        for (var i = 0; i < count; i++)
        {
            writer.WriteDouble(i + 0.5);
            writer.WriteString($"band {i}");
        }

        return writer.Written.ToArray();
    }
}
