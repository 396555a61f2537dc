using Boom.Messaging.Archives;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>
/// A play went on by packet number when files had been added, mended or replaced under the same path, so that packets were never
/// published and nobody was told.
/// </summary>
public sealed class ChangedFilesAreAnotherSourceTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("boom-changed-").FullName;

    public ChangedFilesAreAnotherSourceTests() => Write("b.avro", 3);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Source_NothingChanged_IsTheSame() => Assert.Equal(Source(), Source());

    [Fact]
    public void Source_FileAdded_IsAnother() => AssertChanges(() => Write("a.avro", 3));

    [Fact]
    public void Source_FileGrown_IsAnother() => AssertChanges(() => Write("b.avro", 4));

    [Fact]
    public void Source_FileReplacedBySameSize_IsAnother() =>
        AssertChanges(() => File.SetLastWriteTimeUtc(Path.Combine(_folder, "b.avro"), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)));

    [Fact]
    public void Reopen_FilesChanged_IsTheSamePathsAndSaysSo()
    {
        var source = Source();
        Write("a.avro", 3);

        var again = PacketSource.Reopen(source)!;

        Assert.True(again.IsOf(source));
        Assert.NotEqual(source, again.Source);
    }

    void AssertChanges(Action change)
    {
        var before = Source();
        change();
        Assert.NotEqual(before, Source());
    }

    string Source() => PacketSource.Open([_folder]).Source;

    void Write(string name, int bytes) => File.WriteAllBytes(Path.Combine(_folder, name), new byte[bytes]);
}
