using Boom.Core.Catalogs;
using Boom.Core.Sky;
using Boom.Tests.Core.Sky;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Core.Catalogs;

public sealed class SkyTableDisposeTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EveryRead_AfterDispose_IsRefused()
    {
        var table = TestTables.Build(_folder.Path, [new(1, 1)]);
        table.Dispose();
        table.Dispose();
        Assert.Throws<ObjectDisposedException>(() => table.FindCone(new(1, 1), 1, new SkyHits()));
        Assert.Throws<ObjectDisposedException>(() => table.PositionOf(0));
        Assert.Throws<ObjectDisposedException>(() => table.GetInt32(0, 0));
        Assert.Throws<ObjectDisposedException>(() => table.ReadPositions(0, new SkyPosition[1]));
        Assert.Throws<ObjectDisposedException>(() => table.Verify(null, CancellationToken.None));
        Assert.Equal(1, table.Header.RowCount);
    }

    [Fact]
    public void Hold_TableDisposedMeanwhile_KeepsTheFileOpenUntilItsEnd()
    {
        var table = TestTables.Build(_folder.Path, [new(1, 1)]);
        using (table.Hold())
        {
            table.Dispose();
            Assert.False(CanBeTaken(table.Path));
        }

        Assert.True(CanBeTaken(table.Path));
    }

    [Fact]
    public async Task Dispose_WhileOthersLookUp_EndsThemWithoutHarm()
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 20_000).Select(_ => RandomSky.Position(random)).ToArray();
        TestTables.Build(_folder.Path, rows).Dispose();
        for (var round = 0; round < 8; round++)
        {
            var table = SkyTable.Open(SkyTableFiles.PathOf(_folder.Path, "NED"));
            using var atWork = new CountdownEvent(3);
            var readers = Enumerable.Range(0, 3).Select(seed => Task.Run(() => LookUp(table, seed, atWork), TestContext.Current.CancellationToken)).ToArray();
            atWork.Wait(TestContext.Current.CancellationToken);
            table.Dispose();
            await Task.WhenAll(readers);
            Assert.True(CanBeTaken(table.Path));
        }
    }

    static void LookUp(SkyTable table, int seed, CountdownEvent atWork)
    {
        var random = new Random(seed);
        var hits = new SkyHits();
        try
        {
            for (var trial = 0; ; trial++)
            {
                table.FindCone(RandomSky.Position(random), seed == 0 ? 648_000 : 36_000, hits);
                foreach (var hit in hits.Items)
                    Assert.InRange(table.GetInt32(0, hit.Row), 0, 19_999);
                if (trial == 0)
                    atWork.Signal();
            }
        }
        catch (ObjectDisposedException)
        {
        }
    }

    static bool CanBeTaken(string path)
    {
        try
        {
            new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
