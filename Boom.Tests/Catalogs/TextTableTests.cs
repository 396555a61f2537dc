using System.Text;
using Boom.Core.Catalogs;
using Boom.Tests.Catalogs.Support;
using Xunit;

namespace Boom.Tests.Catalogs;

/// <summary>CSV, TSV and their relatives.</summary>
public sealed class TextTableTests : IDisposable
{
    readonly CatalogFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(",", "\n")]
    [InlineData("\t", "\n")]
    [InlineData(";", "\r\n")]
    [InlineData("|", "\r")]
    [InlineData(" , ", "\r\n")]
    public void Import_EverySeparatorAndLineEnd_IsGuessed(string separator, string lineEnd)
    {
        string[] lines = ["id,ra,dec,name", "1,10.5,-20.25,\"a b\"", "2,200,89.5,c"];

        var account = _folder.ImportText(string.Join(lineEnd, lines).Replace(",", separator, StringComparison.Ordinal));

        Assert.Equal(["a b", "c"], CatalogFolder.Column(account, "name"));
        Assert.Equal([10.5, 200.0], CatalogFolder.Column(account, "ra"));
        Assert.Equal([-20.25, 89.5], CatalogFolder.Column(account, "dec"));
    }

    [Fact]
    public void Import_Quotes_HoldSeparatorsLinesAndQuotes()
    {
        var account = _folder.ImportText("id,ra,dec,name\n1,1,1,\"a,b\nc\"\n2,2,2,\"say \"\"x\"\"\"\n3,3,3,12\"\n4,4,4,  \"inner \"  \n");

        Assert.Equal(["a,b\nc", "say \"x\"", "12\"", "inner "], CatalogFolder.Column(account, "name"));
    }

    /// <summary>A quote within a field is none: the rows between two of them are not swallowed.</summary>
    [Fact]
    public void Import_SecondsOfArcInTwoRows_AreText()
    {
        var account = _folder.ImportText("id,ra,dec,size\n1,1,1,12\"\n2,2,2,13\"\n");

        Assert.Equal(["12\"", "13\""], CatalogFolder.Column(account, "size"));
    }

    [Fact]
    public void Import_QuoteNeverClosed_RefusesOneLineOnly()
    {
        var rows = string.Concat(Enumerable.Range(3, 20_000).Select(i => $"{i},{i % 360},5,x\n"));

        var account = _folder.ImportText("id,ra,dec,name\n1,1,1,a\n2,2,2,\"open\n" + rows);

        Assert.Equal(20_001, account.RowsAdded);
        Assert.Equal("line 3", Assert.Single(account.FirstRefusals).Place);
    }

    [Fact]
    public void Import_RaggedRows_AreRefusedWithTheirLines()
    {
        var account = _folder.ImportText("# remark\nid,ra,dec\n1,1,1\n\n2,2\n3,3,3,3\n4,4,4\n# end\n");

        Assert.Equal(2, account.RowsAdded);
        Assert.Equal(["line 5", "line 6"], account.FirstRefusals.Select(refusal => refusal.Place));
        Assert.Equal("2 instead of 3", account.FirstRefusals[0].Detail);
        Assert.Equal(4, account.RowsRead);
    }

    [Fact]
    public void Import_ByteOrderMark_IsNotPartOfTheFirstName()
    {
        var account = _folder.ImportText("\uFEFFra,dec,id\n1,2,3\n");

        Assert.Equal(1, account.RowsAdded);
    }

    [Fact]
    public void Import_Utf16_IsRead()
    {
        foreach (var encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes("id,ra,dec,name\r\n1,1,1,μ Cep\r\n")];

            var account = _folder.Import(_folder.Write("u.csv", bytes));

            Assert.Equal(["μ Cep"], CatalogFolder.Column(account, "name"));
        }
    }

    [Fact]
    public void Import_Latin1_IsNamedWithItsLineOrReadWhenSaid()
    {
        var path = _folder.Write("l.csv", Encoding.Latin1.GetBytes("id,ra,dec,name\n1,1,1,a\n2,2,2,Boötes\n"));

        Assert.Contains("Line 3 of l.csv is not UTF-8", _folder.Refusal(path));
        Assert.Equal(["a", "Boötes"], CatalogFolder.Column(_folder.Import(path, new() { IsLatin1 = true }), "name"));
    }

    [Fact]
    public void Import_Gzip_IsRead()
    {
        var account = _folder.Import(_folder.Write("g.csv.gz", CatalogFolder.Gzip("id,ra,dec\n1,2,3\n"u8.ToArray())));

        Assert.Equal(1, account.RowsAdded);
    }

    [Fact]
    public void Import_UnitsAndDashesOfVizieR_AreTaken()
    {
        var account = _folder.ImportText("#Table I/1\nrecno;_RAJ2000;_DEJ2000;Vmag\n ;deg;deg;mag\n-----;-----;-----;----\n1;10.5;-3;12.25\n2;11;4; \n", new() { IdColumn = "recno" });

        Assert.Equal([12.25, null], CatalogFolder.Column(account, "Vmag", "recno"));
        Assert.Equal("mag", account.Header.Columns.Single(column => column.Name == "Vmag").Unit);
        Assert.Empty(account.Warnings);
        Assert.Equal("recno", account.Header.Description.IdColumn);
    }

    [Fact]
    public void Import_NamesInAComment_AreTaken()
    {
        var account = _folder.ImportText("# id ra dec\n1 2 3\n 4  5   6 \n", new() { Separator = ' ' });

        Assert.Equal([2.0, 5.0], CatalogFolder.Column(account, "ra"));
    }

    [Fact]
    public void Import_Ecsv_TakesTypesAndUnits()
    {
        const string Header = """
            # %ECSV 1.0
            # ---
            # datatype:
            # - {name: id, datatype: int64}
            # - {name: RA, unit: hourangle, datatype: float64}
            # - {name: DEC, unit: deg, datatype: float64}
            # - {name: mag, unit: mag, datatype: float32,
            #    description: brightness}
            # - {name: vector, datatype: string, subtype: 'float64[3]'}
            # meta:
            #   junk: |
            #      { not : yaml
            id RA DEC mag vector
            1 2.0 3 14.5 [1,2,3]
            2 3.0 3 "" [1,2,3]
            3 3.0 3 bad [1,2,3]

            """;

        var account = _folder.ImportText(Header);

        Assert.Equal([30.0, 45.0], CatalogFolder.Column(account, "ra"));
        Assert.Equal([14.5f, null], CatalogFolder.Column(account, "mag"));
        Assert.Equal(new SkyColumn("mag", SkyColumnType.Float32, "mag", "brightness"), account.Header.Columns[1]);
        Assert.Equal("vector", Assert.Single(account.SkippedColumns).Name);
        Assert.Equal("bad", Assert.Single(account.FirstRefusals).Detail);
    }

    [Fact]
    public void Import_Folder_IsOneCatalogue()
    {
        _folder.Write("many/a.csv", "id,ra,dec,z\n1,1,1,5\n");
        _folder.Write("many/b.csv", "dec,ra,z,id\n2,2,0.5,2\n");
        _folder.Write("many/README.md", "# what it is");

        var account = _folder.Import(Path.Combine(_folder.Path, "many"));

        Assert.Equal([5.0, 0.5], CatalogFolder.Column(account, "z"));
    }

    [Fact]
    public void Import_FolderWithOtherColumns_IsRefused()
    {
        _folder.Write("many/a.csv", "id,ra,dec,z\n1,1,1,5\n");
        _folder.Write("many/b.csv", "id,ra,dec\n1,1,1\n");

        Assert.Contains("b.csv has no column 'z'", _folder.Refusal(Path.Combine(_folder.Path, "many")));
    }

    [Fact]
    public void Import_FolderOfSeveralKinds_IsRefused()
    {
        _folder.Write("many/a.csv", "id,ra,dec,z\n1,1,1,5\n");
        _folder.Write("many/b.fits", TestFits.Of(TestTable.Random(new Random(1), 1)));

        Assert.Contains("several kinds", _folder.Refusal(Path.Combine(_folder.Path, "many")));
    }

    [Fact]
    public void Import_NullMarkers_AreNoValues()
    {
        const string Csv = "id,ra,dec,z,name\n1,1,1,null,N/A\n2,2,2,NaN,--\n3,3,3,,-99\n4,4,4,-99.0,x\n5,5,5,-999,NULL\n6,6,6,1.5,unknown\n";

        var plain = _folder.ImportText(Csv, new() { Name = "plain" });
        var marked = _folder.ImportText(Csv, new() { NullMarkers = ["-99", "-999", "unknown"] });

        Assert.Equal([null, null, null, -99.0, -999.0, 1.5], CatalogFolder.Column(plain, "z"));
        Assert.Equal([null, null, "-99", "x", null, "unknown"], CatalogFolder.Column(plain, "name"));
        Assert.Equal([null, null, null, null, null, 1.5], CatalogFolder.Column(marked, "z"));
        Assert.Equal([null, null, null, "x", null, null], CatalogFolder.Column(marked, "name"));
    }
}
