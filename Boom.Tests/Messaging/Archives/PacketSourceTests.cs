using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Boom.Messaging.Archives;
using Xunit;

namespace Boom.Tests.Messaging.Archives;

public sealed class PacketSourceTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("boom-packets-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    string Write(string name, string contents)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, contents);
        return path;
    }

    string WriteTar(string name, int packets, int packetBytes = 5_000)
    {
        var path = Path.Combine(_folder, name);
        using Stream stream = name.EndsWith("gz", StringComparison.Ordinal)
            ? new GZipStream(File.Create(path), CompressionLevel.NoCompression)
            : File.Create(path);
        using var tar = new TarWriter(stream);
        tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "night/"));
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "night/README") { DataStream = new MemoryStream("text"u8.ToArray()) });
        for (var number = 0; number < packets; number++)
        {
            var contents = Encoding.ASCII.GetBytes($"{name}#{number}".PadRight(packetBytes));
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"night/{number:000}.avro") { DataStream = new MemoryStream(contents) });
        }

        return path;
    }

    static List<string> TextsOf(PacketSource source, long first = 0) =>
        [.. source.Read(first).Select(packet => Encoding.ASCII.GetString(packet.Span).Trim())];

    [Fact]
    public void Read_FolderWithFolders_IsInOrdinalOrder()
    {
        Write("b.avro", "b");
        Write("a/2.avro", "a2");
        Write("a/10.avro", "a10");
        Write("B.avro", "B");
        Write("notes.txt", "no packet");

        var source = PacketSource.Open([_folder]);

        Assert.Equal(["B", "a10", "a2", "b"], TextsOf(source));
        Assert.Equal(4, source.Count);
    }

    [Fact]
    public void Read_EmptyFile_IsToldAndPassedOver()
    {
        Write("a.avro", "a");
        Write("b.avro", "");
        Write("c.avro", "c");

        var source = PacketSource.Open([_folder]);

        Assert.Equal(["a", "c"], TextsOf(source));
        Assert.Equal(["c"], TextsOf(source, first: 1));
        Assert.Contains("b.avro cannot be read: it is empty", Assert.Single(source.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void NameOf_FilesAndArchives_IsWhereThePacketCameFrom()
    {
        var file = Write("a.avro", "a");
        Write("b.avro", "");
        var archive = WriteTar("c.tar.gz", packets: 3);

        var source = PacketSource.Open([_folder]);

        Assert.Equal(file, source.NameOf(0));
        Assert.Equal($"{archive}, entry night/001.avro", source.NameOf(2));
        Assert.Null(source.NameOf(4));
    }

    [Fact]
    public void Read_FileGivenByName_IsAPacketWhateverItsName()
    {
        var path = Write("packet.bin", "x");

        Assert.Equal(["x"], TextsOf(PacketSource.Open([path])));
    }

    [Theory]
    [InlineData("night.tar")]
    [InlineData("night.tar.gz")]
    [InlineData("night.tgz")]
    public void Read_Archive_GivesItsAvroEntries(string name)
    {
        var source = PacketSource.Open([WriteTar(name, 7)]);

        Assert.Equal(Enumerable.Range(0, 7).Select(number => $"{name}#{number}"), TextsOf(source));
        Assert.Null(source.Count);
        Assert.Empty(source.Problems);
    }

    [Fact]
    public void Read_FromTheMiddle_EqualsTheTailOfAll()
    {
        Write("0.avro", "first");
        WriteTar("1.tar.gz", 5);
        Write("2.avro", "last");
        var source = PacketSource.Open([_folder]);
        var all = TextsOf(source);

        Assert.Equal(7, all.Count);
        for (var first = 0; first <= all.Count; first++)
            Assert.Equal(all[first..], TextsOf(source, first));
    }

    [Fact]
    public void Read_CompressedFile_IsInflated()
    {
        var path = Path.Combine(_folder, "one.avro.gz");
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
            gzip.Write("packet"u8);

        Assert.Equal(["packet"], TextsOf(PacketSource.Open([path])));
    }

    [Fact]
    public void Read_ArchiveCutOff_GivesWhatIsWholeAndOneProblem()
    {
        var whole = WriteTar("night.tar.gz", 20);
        var cut = Path.Combine(_folder, "cut.tar.gz");
        var bytes = File.ReadAllBytes(whole);
        File.WriteAllBytes(cut, bytes[..(bytes.Length / 2)]);
        var after = Write("z.avro", "after");

        var source = PacketSource.Open([cut, after]);
        var texts = TextsOf(source);

        Assert.InRange(texts.Count, 5, 15);
        Assert.Equal("after", texts[^1]);
        Assert.Equal(Enumerable.Range(0, texts.Count - 1).Select(number => $"night.tar.gz#{number}"), texts[..^1]);
        var problem = Assert.Single(source.Problems);
        Assert.Contains(cut, problem, StringComparison.Ordinal);
        Assert.Contains($"{texts.Count - 1} whole packets", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EveryCutOfAnArchive_EndsWithAProblemOrWhole()
    {
        var bytes = File.ReadAllBytes(WriteTar("night.tar.gz", 3, 700));
        var cut = Path.Combine(_folder, "cut.tar.gz");
        for (var length = 0; length < bytes.Length; length += 97)
        {
            File.WriteAllBytes(cut, bytes[..length]);
            var source = PacketSource.Open([cut]);
            var count = TextsOf(source).Count;
            Assert.True(count == 3 || source.Problems.Count == 1, $"cut at {length}: {count} packets, {source.Problems.Count} problems");
        }
    }

    [Fact]
    public void Read_NotGzipAtAll_IsAProblemAndTheRestGoesOn()
    {
        var bad = Write("bad.tar.gz", "this is text");
        var good = Write("good.avro", "good");

        var source = PacketSource.Open([bad, good]);

        Assert.Equal(["good"], TextsOf(source));
        Assert.Contains(bad, Assert.Single(source.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FileVanished_IsAProblemAndTheRestGoesOn()
    {
        var gone = Write("1.avro", "gone");
        Write("2.avro", "here");
        var source = PacketSource.Open([_folder]);
        File.Delete(gone);

        Assert.Equal(["here"], TextsOf(source));
        Assert.Contains(gone, Assert.Single(source.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_EmptyFolder_SaysSo()
    {
        var fault = Assert.Throws<PacketSourceException>(() => PacketSource.Open([_folder]));

        Assert.Contains("holds no packets", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoSuchPath_SaysSo()
    {
        var path = Path.Combine(_folder, "missing");

        Assert.Contains(path, Assert.Throws<PacketSourceException>(() => PacketSource.Open([path])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reopen_SourceText_GivesTheSamePackets()
    {
        Write("é \"quoted\".avro", "odd name");
        var source = PacketSource.Open([_folder]);

        var again = PacketSource.Reopen(source.Source);

        Assert.Equal(TextsOf(source), TextsOf(again!));
        Assert.Equal(source.Source, again!.Source);
    }

    [Theory]
    [InlineData("simulation:seed=1")]
    [InlineData("paths:not json")]
    [InlineData("paths:[]")]
    [InlineData("paths:[\"/no/such/folder\"]")]
    public void Reopen_OtherText_IsNull(string source) => Assert.Null(PacketSource.Reopen(source));
}
