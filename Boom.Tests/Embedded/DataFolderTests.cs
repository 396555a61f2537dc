using System.Globalization;
using Boom.Embedded;
using Xunit;

namespace Boom.Tests.Embedded;

public sealed class DataFolderTests : IDisposable
{
    readonly string _parent = Directory.CreateTempSubdirectory("boom-data-").FullName;

    public void Dispose() => Directory.Delete(_parent, recursive: true);

    [Fact]
    public void Open_MissingFolder_IsMade()
    {
        using var folder = DataFolder.Open(Path.Combine(_parent, "a", "b"));

        Assert.True(Directory.Exists(Path.Combine(_parent, "a", "b")));
    }

    [Fact]
    public void Open_InUse_NamesTheProcess()
    {
        using var first = DataFolder.Open(_parent);

        var fault = Assert.Throws<DataFolderException>(() => DataFolder.Open(_parent));

        Assert.Contains($"process {Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_GivenBack_CanBeOpenedAgain()
    {
        DataFolder.Open(_parent).Dispose();

        using var again = DataFolder.Open(_parent);

        Assert.Equal(_parent, again.Path);
    }

    [Fact]
    public void Open_AFile_SaysSo()
    {
        var file = Path.Combine(_parent, "file");
        File.WriteAllText(file, "");

        Assert.Contains("is a file", Assert.Throws<DataFolderException>(() => DataFolder.Open(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_BelowAFile_SaysThatItCannotBeMade()
    {
        var file = Path.Combine(_parent, "file");
        File.WriteAllText(file, "");

        var fault = Assert.Throws<DataFolderException>(() => DataFolder.Open(Path.Combine(file, "data")));

        Assert.Contains("cannot be made", fault.Message, StringComparison.Ordinal);
    }
}
