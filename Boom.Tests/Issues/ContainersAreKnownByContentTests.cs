using System.IO.Compression;
using Boom.Messaging.Archives;
using Boom.Tests.Support;
using SharpCompress.Compressors.BZip2;
using SharpCompress.Compressors.ZStandard;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>Archives under other names or of other kinds were passed over in a folder without a word, or taken for one packet.</summary>
public sealed class ContainersAreKnownByContentTests : IDisposable
{
    // A tar of a.avro, one stream of xz; padding; an empty stream.
    const string Xz = "/Td6WFoAAATm1rRGAgAhAQwAAACPmEGc4Cf/AGRdADCLiCekB6nwlQSiUsM3dazWoL1If72lXwTtNwNGCD6/xji5fkhp38DQiEdgD/wh7XsteTBiQWf23yWPyHuoyxr4yHAgi+20Y+dPIyos//0azRcNiqRZbTCyVCqnttGq749dsgAAGfvrkdiAoBoAAYABgFAAAD5xYGGxxGf7AgAAAAAEWVoAAAAA/Td6WFoAAATm1rRGAAAAABzfRCEftvN9AQAAAAAEWVo=";

    static readonly byte[] Tar = TestTar.Of(("a.avro", " first"));

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("night.tar.gz", "plain")]
    [InlineData("night", "plain")]
    [InlineData("night.tst.gz", "gzip")]
    [InlineData("night.tar.bz2", "bzip2")]
    [InlineData("night.tar.xz", "xz")]
    [InlineData("night.tar.zst", "zstd")]
    [InlineData("night.zip", "zip")]
    [InlineData("night.zip", "zip of bzip2")]
    [InlineData("night.tar", "gzip of zip")]
    public void Read_ArchiveOfAnyKindAndName_GivesItsPackets(string name, string kind)
    {
        Write(name, Pack(kind, Tar));

        Assert.Equal([" first"], Texts(PacketSource.Open([_folder.Path])));
        Assert.Equal([" first"], Texts(PacketSource.Open([Path.Combine(_folder.Path, name)])));
    }

    [Theory]
    [InlineData("old.7z", "7z\u00bc\u00af\u0027\u001c", "a 7z archive")]
    [InlineData("old.rar", "Rar!\u001a\u0007", "a rar archive")]
    [InlineData("old.lz4", "\u0004\u0022\u004d\u0018", "compressed by lz4")]
    [InlineData("old.tar.gz", "this is text", "no archive although its name says so")]
    [InlineData("odd.dat", "\u0000\u0001\u0002", "neither a packet nor an archive")]
    [InlineData("empty.tar.gz", "", "it is empty")]
    public void Read_WhatCannotBeRead_IsNamedAndTheRestGoesOn(string name, string begin, string reason)
    {
        Write(name, [.. begin.Select(letter => (byte)letter)]);
        Write("z.avro", TestTar.Packet("good"));
        var source = PacketSource.Open([_folder.Path]);

        Assert.Equal(["good"], Texts(source));
        var problem = Assert.Single(source.Problems);
        Assert.Contains(name, problem, StringComparison.Ordinal);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TextBesidePackets_IsCountedAndTold()
    {
        Write("README", "packets of a night"u8.ToArray());
        Write("MANIFEST.csv", "name,size"u8.ToArray());
        Write("z.avro", TestTar.Packet("good"));
        var source = PacketSource.Open([_folder.Path]);

        Assert.Empty(source.Problems);
        var remark = Assert.Single(source.Remarks);
        Assert.Contains("README", remark, StringComparison.Ordinal);
        Assert.Contains("MANIFEST.csv", remark, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TextInAnArchive_IsCountedAndTold()
    {
        Write("night.tar", TestTar.OfBytes(("README", "text"u8.ToArray()), ("a.avro", TestTar.Packet("a"))));
        var source = PacketSource.Open([_folder.Path]);

        Assert.Equal(["a"], Texts(source));
        Assert.Empty(source.Problems);
        Assert.Contains("README", Assert.Single(source.Remarks), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("bzip2")]
    [InlineData("xz")]
    [InlineData("zstd")]
    [InlineData("zip")]
    public void Read_EveryCut_EndsWithAProblemOrWhole(string kind)
    {
        var whole = Pack(kind, Tar);
        for (var length = 8; length < whole.Length; length += 3)
        {
            Write("cut.bin", whole[..length]);
            var source = PacketSource.Open([Path.Combine(_folder.Path, "cut.bin")]);
            var texts = Texts(source);

            Assert.True(texts is [" first"] || source.Problems.Count == 1, $"{length}: {texts.Count}, {string.Join('|', source.Problems)}");
        }
    }

    [Fact]
    public void Read_PacketInflatesWithoutEnd_IsToldInBoundedMemory()
    {
        var path = Path.Combine(_folder.Path, "bomb.avro.gz");
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            gzip.Write("Obj\u0001"u8);
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 40; i++)
                gzip.Write(zeros);
        }

        var source = PacketSource.Open([path]);

        Assert.Empty(source.Read(0));
        Assert.Contains("too large", Assert.Single(source.Problems), StringComparison.Ordinal);
    }

    static byte[] Pack(string kind, byte[] contents) => kind switch
    {
        "plain" => contents,
        "gzip" => Pack(contents, stream => new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true)),
        "bzip2" => Pack(contents, stream => BZip2Stream.Create(stream, SharpCompress.Compressors.CompressionMode.Compress, false, true)),
        "zstd" => Pack(contents, stream => new CompressionStream(stream, 3, 0, true)),
        "xz" => Convert.FromBase64String(Xz),
        "zip" => Zip("night.tar", contents),
        "zip of bzip2" => Zip("night.tar.bz2", Pack("bzip2", contents)),
        "gzip of zip" => Pack("gzip", Pack("zip", contents)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    static byte[] Pack(byte[] contents, Func<Stream, Stream> open)
    {
        using var packed = new MemoryStream();
        using (var stream = open(packed))
        {
            stream.Write(contents);
            (stream as BZip2Stream)?.Finish();
        }

        return packed.ToArray();
    }

    static byte[] Zip(string name, byte[] contents)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry(name).Open();
            entry.Write(contents);
        }

        return packed.ToArray();
    }

    static List<string> Texts(PacketSource source) => [.. source.Read(0).Select(TestTar.TextOf)];

    void Write(string name, byte[] contents) => File.WriteAllBytes(Path.Combine(_folder.Path, name), contents);
}
