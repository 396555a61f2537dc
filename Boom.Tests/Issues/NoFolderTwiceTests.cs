using Boom.Messaging.Archives;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>Links to a folder above gave every packet again and again, or never ended.</summary>
public sealed class NoFolderTwiceTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public NoFolderTwiceTests()
    {
        Directory.CreateDirectory(At("one"));
        Directory.CreateDirectory(At("two"));
        File.WriteAllBytes(At("one/a.avro"), TestTar.Packet("a"));
        File.WriteAllBytes(At("two/b.avro"), TestTar.Packet("b"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_LinksToTheFolderItself_GivesEachPacketOnce()
    {
        Directory.CreateSymbolicLink(At("current"), ".");
        Directory.CreateSymbolicLink(At("one/latest"), _folder.Path);

        AssertOnceEach();
    }

    [Fact]
    public void Read_FoldersThatLinkToEachOther_GivesEachPacketOnce()
    {
        Directory.CreateSymbolicLink(At("one/there"), "../two");
        Directory.CreateSymbolicLink(At("two/back"), "../one");

        AssertOnceEach();
    }

    [Fact]
    public void Read_LinkToAFileThatIsThere_GivesItOnceUnderItsOwnName()
    {
        File.CreateSymbolicLink(At("0.avro"), "one/a.avro");

        var source = AssertOnceEach();
        Assert.Equal(At("one/a.avro"), source.NameOf(0));
        Assert.Contains("0.avro", Assert.Single(source.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LinkToAFolderElsewhere_IsRead()
    {
        using var elsewhere = new TemporaryFolder();
        File.WriteAllBytes(Path.Combine(elsewhere.Path, "c.avro"), TestTar.Packet("c"));
        Directory.CreateSymbolicLink(At("three"), elsewhere.Path);

        Assert.Equal(["a", "c", "b"], PacketSource.Open([_folder.Path]).Read(0).Select(TestTar.TextOf));
    }

    [Fact]
    public void Read_LinkThatLeadsNowhere_IsTold()
    {
        File.CreateSymbolicLink(At("gone.avro"), "not/there");

        Assert.Contains("leads nowhere", Assert.Single(AssertOnceEach(problems: 1).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OneFolderNamedTwice_IsReadOnce() =>
        Assert.Equal(["a", "b"], PacketSource.Open([_folder.Path, At("one")]).Read(0).Select(TestTar.TextOf));

    PacketSource AssertOnceEach(int problems = 0)
    {
        var source = PacketSource.Open([_folder.Path]);
        Assert.Equal(["a", "b"], source.Read(0).Take(100).Select(TestTar.TextOf));
        Assert.Equal(problems, source.Problems.Count);
        return source;
    }

    string At(string name) => Path.Combine(_folder.Path, name);
}
