using Boom.Core.Catalogs;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Core.Catalogs;

public sealed class SkyTableFilesTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly SkyHits _hits = new();

    public void Dispose() => _folder.Dispose();

    string NedPath => SkyTableFiles.PathOf(_folder.Path, "NED");

    [Fact]
    public void Complete_TableInUse_IsReplacedAndTheReaderGoesOn()
    {
        using (var old = TestTables.Build(_folder.Path, [new(1, 1), new(2, 2)]))
        {
            Complete("2", new(50, 50));
            using var table = SkyTable.Open(NedPath);
            Assert.Equal(("1", 2L), (old.Header.Description.Version, old.RowCount));
            Assert.Equal(1, old.FindCone(new(2, 2), 1, _hits));
            Assert.Equal(("2", 1L), (table.Header.Description.Version, table.RowCount));
            Assert.Single(Hidden("*.old"));
            SkyTableFiles.Sweep(_folder.Path);
            Assert.Single(Hidden("*.old"));
            old.Verify(null, CancellationToken.None);
        }

        SkyTableFiles.Sweep(_folder.Path);
        Assert.Equal([NedPath], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Complete_TableNotInUse_LeavesNothingElse()
    {
        TestTables.Build(_folder.Path, [new(1, 1)]).Dispose();
        Complete("2", new(2, 2));
        Assert.Equal([NedPath], Directory.GetFileSystemEntries(_folder.Path));
        Assert.Equal([NedPath], SkyTableFiles.List(_folder.Path));
    }

    [Fact]
    public void Sweep_ImportAtWork_IsLeftAlone()
    {
        TestTables.Build(_folder.Path, [new(1, 1)]).Dispose();
        using var builder = TestTables.Fill(_folder.Path, ManyRows(), version: "2", memoryBytes: 0);
        SkyTableFiles.Sweep(_folder.Path);
        Assert.True(Directory.Exists(builder.Folder));
        using (var table = SkyTable.Open(NedPath))
            Assert.Equal("1", table.Header.Description.Version);
        builder.Complete(NedPath, null, CancellationToken.None);
        using (var table = SkyTable.Open(NedPath))
            Assert.Equal("2", table.Header.Description.Version);
        Assert.Equal([NedPath], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Builder_LeftOverOfAKilledImport_IsRemovedForItsNameOnly()
    {
        TestTables.Build(_folder.Path, [new(1, 1)]).Dispose();
        var (ned, nedLock) = SkyTableFiles.BeginImport(_folder.Path, "NED");
        var (longer, longerLock) = SkyTableFiles.BeginImport(_folder.Path, "NED.import-x");
        File.WriteAllText(Path.Combine(ned, "run-1"), "half");
        File.WriteAllText(SkyTableFiles.TemporaryPath(NedPath), "half");
        nedLock.Dispose();
        longerLock.Dispose();
        using (TestTables.Fill(_folder.Path, [], version: "2"))
        {
            Assert.False(Directory.Exists(ned));
            Assert.True(Directory.Exists(longer));
            Assert.Empty(Hidden("*.tmp"));
        }

        using (var table = SkyTable.Open(NedPath))
            Assert.Equal("1", table.Header.Description.Version);
        SkyTableFiles.Sweep(_folder.Path);
        Assert.Equal([NedPath], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Builder_DisposedBeforeItsEnd_LeavesTheOldVersion()
    {
        TestTables.Build(_folder.Path, [new(1, 1)]).Dispose();
        TestTables.Fill(_folder.Path, ManyRows(), version: "2", memoryBytes: 0).Dispose();
        Assert.Equal([NedPath], Directory.GetFileSystemEntries(_folder.Path));
        using var table = SkyTable.Open(NedPath);
        Assert.Equal("1", table.Header.Description.Version);
    }

    [Fact]
    public async Task Complete_TwoOfOneNameAtOnce_BothSucceedAndOneStays()
    {
        for (var round = 0; round < 20; round++)
        {
            using var first = TestTables.Fill(_folder.Path, [new(1, 1)], version: "a");
            using var second = TestTables.Fill(_folder.Path, [new(2, 2)], version: "b");
            using var reader = round == 0 ? null : SkyTable.Open(NedPath);
            await Task.WhenAll(
                Task.Run(() => first.Complete(NedPath, null, CancellationToken.None), TestContext.Current.CancellationToken),
                Task.Run(() => second.Complete(NedPath, null, CancellationToken.None), TestContext.Current.CancellationToken));
            using var table = SkyTable.Open(NedPath);
            Assert.Equal(table.Header.Description.Version == "a" ? 1 : 0, table.FindCone(new(1, 1), 1, _hits));
            table.Verify(null, CancellationToken.None);
        }

        SkyTableFiles.Sweep(_folder.Path);
        Assert.Equal([NedPath], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Open_WhileTheTableIsReplacedAgainAndAgain_NeverFails()
    {
        TestTables.Build(_folder.Path, [new(1, 1)]).Dispose();
        var replacing = Task.Run(
            () =>
            {
                for (var i = 0; i < 30; i++)
                    Complete($"{i}", new(1, 1));
            },
            TestContext.Current.CancellationToken);
        while (!replacing.IsCompleted)
        {
            using var table = SkyTable.Open(NedPath);
            Assert.Equal(1, table.FindCone(new(1, 1), 0, _hits));
        }

        await replacing;
    }

    [Fact]
    public void Remove_TableInUse_GoesWhenNobodyHasItOpen()
    {
        using (var table = TestTables.Build(_folder.Path, [new(1, 1)]))
        {
            SkyTableFiles.Remove(NedPath);
            Assert.Empty(SkyTableFiles.List(_folder.Path));
            Assert.Equal(1, table.FindCone(new(1, 1), 1, _hits));
            Assert.Single(Hidden("*.old"));
        }

        SkyTableFiles.Sweep(_folder.Path);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
        Assert.Throws<SkyTableException>(() => SkyTableFiles.Remove(NedPath));
    }

    [Fact]
    public void Sweep_FilesOfOthers_AreLeftAlone()
    {
        foreach (var name in (string[])["a.old", ".x.tmp", ".profile.old", ".NED.zz.old", ".NED.1-.tmp", ".NED.import"])
            File.WriteAllText(Path.Combine(_folder.Path, name), "");
        SkyTableFiles.Sweep(_folder.Path);
        Assert.Equal(6, Directory.GetFiles(_folder.Path).Length);
        SkyTableFiles.Sweep(Path.Combine(_folder.Path, "none"));
    }

    static Boom.Core.Sky.SkyPosition[] ManyRows()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, 20_000).Select(_ => Sky.RandomSky.Position(random))];
    }

    void Complete(string version, Boom.Core.Sky.SkyPosition position)
    {
        using var builder = TestTables.Fill(_folder.Path, [position], version: version);
        builder.Complete(NedPath, null, CancellationToken.None);
    }

    string[] Hidden(string pattern) => Directory.GetFiles(_folder.Path, "." + pattern);
}
