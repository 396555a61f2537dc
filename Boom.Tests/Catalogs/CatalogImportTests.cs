using Boom.Catalogs;
using Boom.Core.Catalogs;
using Boom.Tests.Catalogs.Support;
using Xunit;

namespace Boom.Tests.Catalogs;

/// <summary>The import itself: what is kept, what is told, and that nothing is done half.</summary>
public sealed class CatalogImportTests : IDisposable
{
    readonly CatalogFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Import_Columns_KeepsTheseInTheirOrder()
    {
        var account = _folder.ImportText("id,ra,dec,z,name\n1,2,3,4.5,x\n", new() { Columns = ["name", "RA", "Z", "z", "ra"] });

        Assert.Equal(["name", "z"], account.Header.Columns.Select(column => column.Name));
    }

    [Fact]
    public void Import_Where_ReadsColumnsThatAreNotKeptAndPositions()
    {
        const string Csv = "id,ra,dec,z,kind\n1,10,1,0.1,G\n2,20,2,,G\n3,30,3,0.3,*\n4,40,4,0.4,G\n5,50,99,0.1,*\n6,60,99,0.1,G\n";

        var account = _folder.ImportText(Csv, new() { Columns = ["id"], Where = """{"kind": "G", "z": {"$exists": true}}""" });
        var near = _folder.ImportText(Csv, new() { Name = "near", Where = """{"ra": {"$lt": 35}, "dec": {"$gte": 2}}""" });

        Assert.Equal([1, 4], CatalogFolder.Column(account, "id"));
        Assert.Equal(3, account.RowsLeftOut);
        Assert.Equal("line 7", Assert.Single(account.FirstRefusals).Place);
        Assert.Equal([2, 3], CatalogFolder.Column(near, "id"));
    }

    [Fact]
    public void Import_NamesThatConditionsCannotRead_AreMendedAndTold()
    {
        var account = _folder.ImportText("id,ra,dec,a.b,$c,,a.b,B,b,a_b\n1,200,3,4,5,6,7,8,9,10\n");

        Assert.Equal(["id", "a_b_2", "_c", "column_6", "a_b_3", "B", "b", "a_b"], account.Header.Columns.Select(column => column.Name));
        Assert.Equal(["Column 'a.b' is named 'a_b_2' in the table.", "Column '$c' is named '_c' in the table."], account.Warnings.Take(2));
        Assert.Equal(4, account.Warnings.Count);
    }

    [Fact]
    public void Import_Strict_StopsAtTheFirstRefusal()
    {
        var message = _folder.Refusal(_folder.Write("t.csv", "ra,dec\n1,2\n1,95\n"), new() { Strict = true });

        Assert.Contains("line 3: the declination is out of range (1, 95). Nothing was added", message);
    }

    [Fact]
    public void Import_ManyRefusals_KeepsTheFirstTwentyAndCountsAll()
    {
        var rows = string.Concat(Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? $"1,{100 + i}\n" : "x,1\n"));

        var account = _folder.ImportText("ra,dec\n1,1\n" + rows);

        Assert.Equal(CatalogAccount.MostRefusals, account.FirstRefusals.Count);
        Assert.Equal(50, account.RowsRefused.Sum(reason => reason.Value));
        Assert.Equal(account.RowsRead, account.RowsAdded + account.RowsLeftOut + 50);
        Assert.All(account.FirstRefusals, refusal => Assert.NotNull(refusal.Detail));
    }

    [Fact]
    public void Import_KilledImportOfAnotherNameHasLeftFiles_RemovesThem()
    {
        var left = Directory.CreateDirectory(Path.Combine(_folder.Tables, ".other.import-1-1"));
        File.WriteAllText(Path.Combine(left.FullName, "lock"), "");
        File.WriteAllText(Path.Combine(_folder.Tables, ".other.1-1.tmp"), "half a table");

        _folder.ImportText("ra,dec\n1,1\n");

        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(_folder.Tables), path => Path.GetFileName(path).StartsWith('.'));
    }

    [Fact]
    public void Import_NameVersionAndId_AreInTheHeader()
    {
        var path = _folder.Write("NED local.v1.csv.gz", CatalogFolder.Gzip("oid,ra,dec\n00017,1,2\n"u8.ToArray()));
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

        var account = CatalogImport.Run(path, _folder.Tables, new() { IdColumn = "oid", Columns = [] }, time, null, default);

        var description = account.Header.Description;
        Assert.Equal(("NED_local_v1", "2026-03-01", "oid"), (description.Name, description.Version, description.IdColumn));
        Assert.Equal("text file NED local.v1.csv.gz", description.Source);
        Assert.Equal(["00017"], CatalogFolder.Rows(account).Select(row => row["oid"]));
    }

    [Fact]
    public void Import_Cancelled_LeavesNothingAndKeepsTheOldTable()
    {
        var before = _folder.ImportText("id,ra,dec\n1,2,3\n");
        var rows = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i},{i % 360},1\n"));
        using var stop = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() =>
            _folder.Import(_folder.Write("u.csv", "id,ra,dec\n" + rows), null, new Stop(stop), stop.Token));

        Assert.Equal([before.Path], Directory.GetFileSystemEntries(_folder.Tables));
        Assert.Equal([1], CatalogFolder.Column(before, "id"));
    }

    [Fact]
    public void Import_RefusedAfterRows_KeepsTheOldTable()
    {
        var before = _folder.ImportText("id,ra,dec\n1,2,3\n");
        var rows = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i},{i % 360},1\n"));

        Assert.Throws<CatalogException>(() => _folder.ImportText("id,ra,dec\n" + rows + "1,1\n", new() { Strict = true }));

        Assert.Equal([before.Path], Directory.GetFileSystemEntries(_folder.Tables));
        Assert.Equal([1], CatalogFolder.Column(before, "id"));
    }

    [Fact]
    public void Import_Progress_TellsPhasesRowsAndBytes()
    {
        var rows = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i},{i % 360},1\n"));
        var path = _folder.Write("u.csv", "id,ra,dec\n" + rows);
        var heard = new List<CatalogProgress>();

        _folder.Import(path, null, new Heard(heard));

        Assert.Contains(heard, progress => progress is { Phase: CatalogPhase.Reading, Rows: 50_000, Fraction: 1 } && progress.ReadBytes == new FileInfo(path).Length);
        Assert.Contains(heard, progress => progress is { Phase: CatalogPhase.Writing, Fraction: 1 });
    }

    [Fact]
    public void Import_TextTooLongForATable_RefusesTheRow()
    {
        var account = _folder.ImportText($"id,ra,dec,s\n1,1,1,x\n2,2,2,{new string('x', 70_000)}\n");

        Assert.Equal("a text is longer than 65536 bytes, column 's'", Assert.Single(account.FirstRefusals).Reason);
        Assert.Equal(SkyColumnType.String, CatalogFolder.TypeOf(account, "s"));
    }

    [Fact]
    public void Import_FolderThatCannotBeMade_IsRefused()
    {
        var file = _folder.Write("file", "x");
        var path = _folder.Write("t.csv", "ra,dec\n1,2\n");

        var fault = Assert.Throws<CatalogException>(() => CatalogImport.Run(path, Path.Combine(file, "tables"), new(), TimeProvider.System, null, default));

        Assert.Contains("cannot be written", fault.Message);
    }

    sealed class Stop(CancellationTokenSource source) : IProgress<CatalogProgress>
    {
        public void Report(CatalogProgress value) => source.Cancel();
    }

    sealed class Heard(List<CatalogProgress> heard) : IProgress<CatalogProgress>
    {
        public void Report(CatalogProgress value) => heard.Add(value);
    }
}
