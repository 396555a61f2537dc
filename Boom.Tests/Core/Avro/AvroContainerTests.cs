using Avro;
using Avro.Generic;
using Boom.Core.Avro;
using Xunit;
using Codec = Avro.File.Codec;

namespace Boom.Tests.Core.Avro;

public sealed class AvroContainerTests
{
    static readonly RecordSchema Schema = (RecordSchema)global::Avro.Schema.Parse(
        """{"type":"record","name":"r","fields":[{"name":"number","type":"long"},{"name":"text","type":"string"}]}""");

    [Theory]
    [InlineData(Codec.Type.Null, 1)]
    [InlineData(Codec.Type.Null, 7)]
    [InlineData(Codec.Type.Deflate, 3)]
    public void Read_ContainerOfSeveralRecords_GivesThemAll(Codec.Type codec, int recordsPerBlock)
    {
        var container = Write(20, codec, recordsPerBlock);

        Assert.Equal(Enumerable.Range(0, 20).Select(i => ((long)i, Text(i))), ReadAll(container));
    }

    [Fact]
    public void Read_EveryTruncation_IsAFaultOrFewerRecords()
    {
        var container = Write(3, Codec.Type.Null, 1);
        for (var length = 0; length < container.Length; length++)
        {
            var cut = container[..length];
            try
            {
                Assert.True(ReadAll(cut).Count < 3);
            }
            catch (AvroFormatException fault)
            {
                Assert.NotEmpty(fault.What);
            }
        }
    }

    [Fact]
    public void Read_WrongMagic_IsNotAvro() => AssertFault(AvroFault.NotAvro, c => c[3] = 2);

    [Fact]
    public void Read_WrongSyncMarker_IsCorrupt() => AssertFault(AvroFault.Corrupt, c => c[^1] ^= 0xFF);

    [Fact]
    public void Read_CodecUnknown_IsNamed()
    {
        var container = Write(1, Codec.Type.Deflate, 1);
        var place = container.AsSpan().IndexOf("deflate"u8);
        "zzflate"u8.CopyTo(container.AsSpan(place));

        var fault = Assert.Throws<AvroFormatException>(() => ReadAll(container));

        Assert.Equal(AvroFault.Codec, fault.Fault);
        Assert.Contains("zzflate", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BlockThatClaimsTooMuch_IsAFault()
    {
        var header = AvroContainerHeader.Read(Write(1, Codec.Type.Null, 1));
        var container = Write(1, Codec.Type.Null, 1).AsSpan(0, header.SyncOffset + 16).ToArray();

        // Nine quintillion records in two bytes; then a block of two gigabytes.
        foreach (var claim in new byte[][] { [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 4, 0, 0], [2, 0xFE, 0xFF, 0xFF, 0xFF, 0x0F, 0] })
            Assert.Throws<AvroFormatException>(() => ReadAll([.. container, .. claim]));
    }

    [Fact]
    public void Read_DeflatedNoise_IsAFault() => AssertFault(AvroFault.Corrupt, c => c.AsSpan()[^40..^20].Fill(0xFF), Codec.Type.Deflate);

    static void AssertFault(AvroFault expected, Action<byte[]> damage, Codec.Type codec = Codec.Type.Null)
    {
        var container = Write(5, codec, 5);
        damage(container);

        Assert.Equal(expected, Assert.Throws<AvroFormatException>(() => ReadAll(container)).Fault);
    }

    static string Text(int i) => new('x', i * 3);

    static byte[] Write(int count, Codec.Type codec, int recordsPerBlock)
    {
        var records = new List<GenericRecord>();
        for (var i = 0; i < count; i++)
        {
            var record = new GenericRecord(Schema);
            record.Add("number", (long)i);
            record.Add("text", Text(i));
            records.Add(record);
        }

        return AvroOracle.Container(Schema, records, codec, recordsPerBlock);
    }

    static List<(long Number, string Text)> ReadAll(byte[] container)
    {
        var cache = new AvroReaderCache<Row>();
        var schema = cache.Open(container, out var header);
        var blocks = new AvroBlockReader(container, header);
        var rows = new List<(long, string)>();
        while (blocks.Read())
        {
            var offset = 0;
            for (var i = 0; i < blocks.Records; i++)
            {
                var row = new Row();
                offset = schema.Read(blocks.Data.Span, offset, blocks.DataPosition, cache.Strings, ref row);
                rows.Add((row.Number, row.Text));
            }
        }

        return rows;
    }

    public sealed class Row
    {
        public long Number { get; set; }

        public string Text { get; set; } = "";
    }
}
