using Boom.Core.Catalogs;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Sky;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Core.Catalogs.Matching;

public sealed class CatalogShelfTests : IDisposable
{
    static readonly SkyPosition Place = new(10, 20);

    readonly TemporaryFolder _folder = new();
    readonly CatalogShelf _shelf;

    public CatalogShelfTests() => _shelf = new CatalogShelf(_folder.Path);

    public void Dispose()
    {
        _shelf.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Refresh_TableIsAddedReplacedAndRemoved_FollowsEach()
    {
        Assert.False(_shelf.Refresh());
        Assert.Null(VersionOf("NED"));

        Write("NED", "1");
        Assert.True(_shelf.Refresh());
        Assert.Equal("1", VersionOf("NED"));
        Assert.False(_shelf.Refresh());

        Write("NED", "2");
        Assert.Equal("1", VersionOf("NED"));
        Assert.True(_shelf.Refresh());
        Assert.Equal("2", VersionOf("NED"));

        SkyTableFiles.Remove(SkyTableFiles.PathOf(_folder.Path, "NED"));
        Assert.True(_shelf.Refresh());
        Assert.Null(VersionOf("NED"));
    }

    [Fact]
    public void Refresh_SetIsInUse_KeepsItsTablesUntilItIsGivenBack()
    {
        Write("NED", "1");
        _shelf.Refresh();
        var set = _shelf.Take();
        var table = set.Find("NED")!;
        Write("NED", "2");
        _shelf.Refresh();
        SkyTableFiles.Remove(SkyTableFiles.PathOf(_folder.Path, "NED"));
        _shelf.Refresh();

        Assert.Equal(1, table.FindCone(Place, 1, new SkyHits()));
        set.Dispose();
        Assert.Throws<ObjectDisposedException>(() => table.FindCone(Place, 1, new SkyHits()));
        SkyTableFiles.Sweep(_folder.Path);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.old"));
    }

    [Fact]
    public void Refresh_DamagedFile_IsAProblemAndTheTableBeforeStaysInUse()
    {
        Write("NED", "1");
        _shelf.Refresh();
        var path = SkyTableFiles.PathOf(_folder.Path, "NED");
        File.Delete(path);
        File.WriteAllText(path, "no table");

        Assert.True(_shelf.Refresh());
        Assert.Equal("1", VersionOf("NED"));
        using (var set = _shelf.Take())
            Assert.Contains("NED.sky", Assert.Single(set.Problems), StringComparison.Ordinal);

        File.Delete(path);
        Write("NED", "2");
        Assert.True(_shelf.Refresh());
        using (var set = _shelf.Take())
            Assert.Empty(set.Problems);
        Assert.Equal("2", VersionOf("NED"));
    }

    [Fact]
    public void Refresh_FaultIsMendedWithoutATraceInTheFile_IsTriedAgain()
    {
        Write("NED", "1");
        var path = SkyTableFiles.PathOf(_folder.Path, "NED");
        var (sound, written) = (File.ReadAllBytes(path), File.GetLastWriteTimeUtc(path));
        Put(new byte[sound.Length]);
        Assert.True(_shelf.Refresh());
        Assert.False(_shelf.Refresh());
        Assert.Null(VersionOf("NED"));

        Put(sound);
        Assert.True(_shelf.Refresh());
        Assert.Equal("1", VersionOf("NED"));

        void Put(byte[] bytes)
        {
            File.WriteAllBytes(path, bytes);
            File.SetLastWriteTimeUtc(path, written);
        }
    }

    [Fact]
    public void Refresh_FileOfAnotherName_IsAProblemThatNamesBoth()
    {
        Write("NED", "1");
        File.Move(SkyTableFiles.PathOf(_folder.Path, "NED"), SkyTableFiles.PathOf(_folder.Path, "GLADE"));
        _shelf.Refresh();

        using var set = _shelf.Take();
        var problem = Assert.Single(set.Problems);
        Assert.Contains("GLADE", problem, StringComparison.Ordinal);
        Assert.Contains("table of NED", problem, StringComparison.Ordinal);
        Assert.Empty(set.Tables);
    }

    [Fact]
    public async Task Refresh_WhileOthersLookUp_NeverTakesATableAway()
    {
        Write("NED", "0");
        _shelf.Refresh();
        using var stop = new CancellationTokenSource();
        var lookups = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            var hits = new SkyHits();
            var found = 0L;
            do
            {
                using var set = _shelf.Take();
                found += set.Find("NED")!.FindCone(Place, 1, hits);
            }
            while (!stop.IsCancellationRequested);

            return found;
        })).ToArray();
        for (var version = 1; version <= 30; version++)
        {
            Write("NED", $"{version}");
            _shelf.Refresh();
        }

        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(lookups), found => Assert.True(found > 0));
        Assert.Equal("30", VersionOf("NED"));
    }

    [Fact]
    public void Refresh_TwoFolders_TheEarlierGoesFirst()
    {
        using var second = new TemporaryFolder();
        using var shelf = new CatalogShelf(_folder.Path, second.Path);
        Write("NED", "1");
        CatalogFiles.Write(second.Path, "NED", "2", (Place, [("z", 0.1)]));
        CatalogFiles.Write(second.Path, "GLADE", "2", (Place, [("z", 0.1)]));
        shelf.Refresh();
        using var set = shelf.Take();

        Assert.Equal(["GLADE 2", "NED 1"], set.Tables.Select(table => $"{table.Header.Description.Name} {table.Header.Description.Version}").Order());
    }

    void Write(string name, string version) => CatalogFiles.Write(_folder.Path, name, version, (Place, [("z", 0.1)]));

    string? VersionOf(string name)
    {
        using var set = _shelf.Take();
        return set.Find(name)?.Header.Description.Version;
    }
}
