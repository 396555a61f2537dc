using System.Text;
using Boom.Core.Avro;
using Boom.Messaging.Archives;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Messaging.Archives;

public sealed class BareRecordsTests : IDisposable
{
    const string Schema = """{"type":"record","name":"toy.alert","fields":[{"name":"id","type":"long"}]}""";

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_ArchiveWithASchema_GivesItsBareRecordsThatSchema()
    {
        byte[] framed = [0, 0, 0, 3, 132, 14];
        var archive = Write(("schema.json", Encoding.UTF8.GetBytes(Schema)), ("1.avro", [42]), ("2.avro", framed), ("3.avro", ForgedPackets.OfRecord("ztf.alert")));

        var packets = PacketSource.Open([archive]).Read(0).Select(packet => packet.ToArray()).ToList();

        Assert.Equal(3, packets.Count);
        var header = AvroContainerHeader.Read(packets[0]);
        Assert.Equal(Schema, Encoding.UTF8.GetString(packets[0].AsSpan(header.SchemaJson.Offset, header.SchemaJson.Length)));
        var blocks = new AvroBlockReader(packets[0], header);
        Assert.True(blocks.Read());
        Assert.Equal((1, (byte)42), (blocks.Records, blocks.Data.Span[0]));
        Assert.Equal(framed, packets[1]);
        Assert.Equal(ForgedPackets.OfRecord("ztf.alert"), packets[2]);
    }

    [Theory]
    [InlineData("no schema")]
    [InlineData("{\"type\":\"enum\"}")]
    [InlineData("[]")]
    public void Read_ArchiveWithAnotherText_LeavesRecordsAsTheyAre(string text)
    {
        var archive = Write(("schema.json", Encoding.UTF8.GetBytes(text)), ("1.avro", [42]));

        Assert.Equal([42], Assert.Single(PacketSource.Open([archive]).Read(0)).ToArray());
    }

    string Write(params (string Name, byte[] Contents)[] entries)
    {
        var path = Path.Combine(_folder.Path, "block.tar");
        using var file = File.Create(path);
        using var tar = new System.Formats.Tar.TarWriter(file);
        foreach (var (name, contents) in entries)
            tar.WriteEntry(new System.Formats.Tar.UstarTarEntry(System.Formats.Tar.TarEntryType.RegularFile, name) { DataStream = new MemoryStream(contents) });
        return path;
    }
}
