using Boom.Messaging.Archives;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>A sparse file in a tar ended the play with a fault, and left the data folder unusable when packets had come before it.</summary>
public sealed class OddArchiveEntriesTests : IDisposable
{
    const int Block = 512;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData('S', "sparse")]
    [InlineData('M', "another volume")]
    [InlineData('6', "no plain file")]
    public void Read_OddEntryBeforeAPacket_IsNamedAndTheRestIsRead(char type, string reason)
    {
        var archive = TestTar.OfBytes(("odd.avro", type == '6' ? [] : new byte[700]), ("good.avro", TestTar.Packet("good")));
        TestTar.SetType(archive, 0, type);

        AssertNamed(archive, "odd.avro", reason);
    }

    [Fact]
    public void Read_OddEntryBehindAPacket_IsNamedAndThePacketIsRead()
    {
        var archive = TestTar.OfBytes(("good.avro", TestTar.Packet("good")), ("odd.avro", new byte[700]));
        TestTar.SetType(archive, 2 * Block, 'S');

        AssertNamed(archive, "odd.avro", "sparse");
    }

    [Fact]
    public void Read_ArchivesOneBehindTheOther_GivesThePacketsOfBoth()
    {
        var path = Write([.. TestTar.Of(("a.avro", "a")), .. TestTar.Of(("b.avro", "b"))]);

        Assert.Equal(["a", "b"], PacketSource.Open([path]).Read(0).Select(TestTar.TextOf));
    }

    [Fact]
    public void Read_PacketTooLargeForAnyServer_IsNamedAndTheRestIsRead()
    {
        File.WriteAllBytes(Path.Combine(_folder.Path, "a.avro"), new byte[PacketSource.MaxPacketBytes + 1]);
        File.WriteAllBytes(Path.Combine(_folder.Path, "b.avro"), TestTar.Packet("good"));
        var source = PacketSource.Open([_folder.Path]);

        Assert.Equal(["good"], source.Read(0).Select(TestTar.TextOf));
        Assert.Contains("a.avro is too large", Assert.Single(source.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FileThatShrinksMeanwhile_SaysSo()
    {
        var path = Write(TestTar.OfBytes(("a.avro", TestTar.Packet("a")), ("b.avro", new byte[100_000])));
        var source = PacketSource.Open([path]);
        using var packets = source.Read(0).GetEnumerator();
        Assert.True(packets.MoveNext());
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.SetLength(3 * Block);

        Assert.False(packets.MoveNext());
        Assert.Contains("became shorter while it was read", Assert.Single(source.Problems), StringComparison.Ordinal);
    }

    void AssertNamed(byte[] archive, string entry, string reason)
    {
        var source = PacketSource.Open([Write(archive)]);

        Assert.Equal(["good"], source.Read(0).Select(TestTar.TextOf));
        var problem = Assert.Single(source.Problems);
        Assert.Contains(entry, problem, StringComparison.Ordinal);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    string Write(byte[] archive)
    {
        var path = Path.Combine(_folder.Path, "night.tar");
        File.WriteAllBytes(path, archive);
        return path;
    }
}
