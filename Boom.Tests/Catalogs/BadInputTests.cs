using System.Text;
using Boom.Tests.Catalogs.Support;
using Xunit;

namespace Boom.Tests.Catalogs;

/// <summary>What cannot be brought in: one sentence each, and nothing half-added.</summary>
public sealed class BadInputTests : IDisposable
{
    const int Garbage = 24 << 20;

    readonly CatalogFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\uFEFF", "is empty")]
    [InlineData("ra,dec,z\n", "has no rows")]
    [InlineData("ra,dec,z\n\n\n", "has no rows")]
    [InlineData("# only a remark\n", "is empty")]
    [InlineData("1,2,3\n4,5,6\n", "should have the names of the columns, but has numbers")]
    [InlineData("one word\nper line\n", "none of the separators")]
    [InlineData("ra,z\n1,2\n", "no columns are recognised")]
    [InlineData("ra,dec\nx,1\ny,2\n", "none of its 2 rows can be taken; line 2: the right ascension is not understood ('x', 1)")]
    [InlineData("# %ECSV 1.0\n# ---\n# datatype: [\nra dec\n1 2\n", "is no YAML")]
    [InlineData("# %ECSV 1.0\n# ---\n# datatype:\n# - {name: a, datatype: int8}\nra dec\n1 2\n", "declares other columns")]
    [InlineData("# %ECSV 1.0\nra dec\n1 2\n", "has no list 'datatype'")]
    [InlineData("ra,dec,\"z\n1,2,3\n", "quotes do not match")]
    [InlineData("\n<!doctype HTML>\n<html><body>403</body></html>", "is a web page")]
    [InlineData("<html><table></table></html>", "is a web page")]
    public void Text_ThatIsNoTable_IsRefused(string text, string expected) =>
        Assert.Contains(expected, _folder.Refusal(_folder.Write("t.csv", text)));

    [Fact]
    public void Text_WithoutTheColumnNamed_IsRefused() => Assert.Contains(
        "there is no column 'mag' (--columns)", _folder.Refusal(_folder.Write("t.csv", "ra,dec,z\n1,2,3\n"), new() { Columns = ["mag"] }));

    [Fact]
    public void RandomBytes_AreNoCatalogue()
    {
        var bytes = new byte[Garbage];
        new Random(1).NextBytes(bytes);

        Assert.Contains("is of no kind that is recognised", _folder.Refusal(_folder.Write("t.csv", bytes)));
    }

    [Fact]
    public void EndlessFirstLine_IsNoTable() =>
        Assert.Contains("Line 1 of t.csv is longer than 1 MiB", _folder.Refusal(_folder.Write("t.csv", new string('a', Garbage))));

    [Fact]
    public void EndlessLaterLine_IsNoTable() => Assert.Contains(
        "Line 3 of t.csv is longer than 16 MiB", _folder.Refusal(_folder.Write("t.csv", "ra,dec,x\n1,2,3\n" + new string('a', Garbage))));

    [Fact]
    public void EndlessComments_AreNoTable() =>
        Assert.Contains("comments of t.csv go on for more than 16 MiB", _folder.Refusal(_folder.Write("t.csv", string.Concat(Enumerable.Repeat("# x\n" + new string('#', 1000) + "\n", Garbage / 1000)))));

    [Theory]
    [InlineData("t.csv")]
    [InlineData("t.fits")]
    [InlineData("t.vot")]
    public void GzipCutShort_IsNamed(string name)
    {
        var table = TestTable.Random(new Random(1), 2000);
        var bytes = name switch
        {
            "t.csv" => Encoding.UTF8.GetBytes(table.Csv()),
            "t.fits" => TestFits.Of(table),
            _ => Encoding.UTF8.GetBytes(TestVoTable.Of(table, "TABLEDATA")),
        };
        var packed = CatalogFolder.Gzip(bytes);

        Assert.Contains("the gzip stream is damaged or cut short", _folder.Refusal(_folder.Write(name + ".gz", packed[..(packed.Length * 2 / 3)])));
    }

    [Theory]
    [InlineData("nowhere.csv", "There is no file or folder")]
    [InlineData("http://example.org/a.csv", "does not download")]
    [InlineData("ftp://example.org/a.csv", "is no")]
    [InlineData("mongodb://user:secret@host/db", "names no collection")]
    [InlineData("mongodb://user:secret@host#c", "names no database")]
    [InlineData("mongodb://user:secret@:0:0/db#c", "no connection string")]
    public void Source_ThatIsNone_IsRefusedAndTellsNoPassword(string source, string expected)
    {
        var message = _folder.Refusal(source);

        Assert.Contains(expected, message);
        Assert.DoesNotContain("secret", message);
    }

    [Theory]
    [InlineData("PK\u0003\u0004....", "a zip archive")]
    [InlineData("BZh91AY", "packed with bzip2")]
    [InlineData("<?xml version='1.0'?><html/>", "is XML, but no VOTable")]
    [InlineData("\u0001\u0002", "of no kind that is recognised")]
    public void File_OfAnotherKind_IsNamed(string content, string expected) =>
        Assert.Contains(expected, _folder.Refusal(_folder.Write("t.csv", content)));

    [Fact]
    public void Folder_WithoutFiles_IsRefused()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "empty"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "outer", "inner"));

        Assert.Contains("empty has no files", _folder.Refusal(Path.Combine(_folder.Path, "empty")));
        Assert.Contains("only folders", _folder.Refusal(Path.Combine(_folder.Path, "outer")));
    }

    [Fact]
    public void Folder_ThatMayNotBeRead_IsNamed()
    {
        if (OperatingSystem.IsWindows() || Environment.UserName == "root")
        {
            Assert.Skip("Rights do not bind this user.");
            return;
        }

        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "closed"), UnixFileMode.None).FullName;

        Assert.Contains("cannot be read", _folder.Refusal(folder));
    }

    [Fact]
    public void Fits_WithoutTable_IsRefused() =>
        Assert.Contains("has no binary table", _folder.Refusal(_folder.Write("t.fits", TestFits.Header(["SIMPLE=T", "BITPIX=8", "NAXIS=0"]))));

    [Fact]
    public void Fits_CutShort_NamesTheRow()
    {
        var bytes = TestFits.Of(TestTable.Random(new Random(1), 1000));

        Assert.Matches("ends in row [0-9]+ of 1000", _folder.Refusal(_folder.Write("t.fits", bytes[..(bytes.Length / 2)])));
    }

    [Theory]
    [InlineData("TFORM1='D'", "TTYPE1='ra'", "rows have 16 bytes, but the columns make 8")]
    [InlineData("TFORM1='2Z'", "TTYPE1='ra'", "is no form of FITS")]
    [InlineData("TFORM1='999999999D'", "TTYPE1='ra'", "has more than 64 MiB")]
    [InlineData("TTYPE1='ra'", "TUNIT1='deg'", "has no TFORM")]
    public void Fits_WithColumnsThatCannotBe_IsRefused(string first, string second, string expected) =>
        Assert.Contains(expected, _folder.Refusal(_folder.Write("t.fits", TestFits.File([first, second], 1, 1, new byte[16]))));

    [Fact]
    public void VoTable_WithBombOfEntities_IsRefused()
    {
        const string Bomb = """
            <?xml version="1.0"?><!DOCTYPE VOTABLE [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>
            <VOTABLE><RESOURCE><TABLE>&c;</TABLE></RESOURCE></VOTABLE>
            """;

        Assert.Contains("has a document type definition", _folder.Refusal(_folder.Write("t.vot", Bomb)));
    }

    [Theory]
    [InlineData("<TABLEDATA><TR><TD>1</TD><TD>2</TD></TR><TR>", "is no sound XML")]
    [InlineData("<BINARY2><STREAM encoding=\"base64\">AAAA</STREAM></BINARY2>", "end within a row")]
    [InlineData("<BINARY><STREAM encoding=\"base64\">A*A</STREAM></BINARY>", "t.vot")]
    [InlineData("<BINARY><STREAM href=\"http://x/y\"/></BINARY>", "has its rows elsewhere")]
    [InlineData("<FITS><STREAM/></FITS>", "has its rows in FITS")]
    [InlineData("", "has no table with rows")]
    [InlineData("<TABLEDATA/>", "has no rows")]
    public void VoTable_ThatIsBroken_IsRefused(string rows, string expected) => Assert.Contains(
        expected,
        _folder.Refusal(_folder.Write("t.vot", TestVoTable.Document("<FIELD name=\"ra\" datatype=\"double\"/><FIELD name=\"dec\" datatype=\"double\"/>", rows))));

    [Fact]
    public void VoTable_WithAnEndlessTagOrValue_IsRefused()
    {
        var tag = $"<VOTABLE><RESOURCE name=\"{new string('a', 3 << 20)}";
        var value = TestVoTable.Document("<FIELD name=\"ra\" datatype=\"double\"/><FIELD name=\"dec\" datatype=\"double\"/>", $"<TABLEDATA><TR><TD>{new string('1', 3 << 20)}</TD></TR></TABLEDATA>");

        Assert.Contains("a tag of the XML is longer", _folder.Refusal(_folder.Write("t.vot", tag)));
        Assert.Contains("a value is longer", _folder.Refusal(_folder.Write("t.vot", value)));
    }

    [Fact]
    public void VoTable_ThatTellsAnError_TellsIt()
    {
        const string Answer = "<VOTABLE><RESOURCE><INFO name=\"QUERY_STATUS\" value=\"ERROR\">no such table</INFO></RESOURCE></VOTABLE>";

        Assert.Contains("no such table", _folder.Refusal(_folder.Write("t.vot", Answer)));
    }

    [Fact]
    public async Task Parquet_Damaged_IsRefused()
    {
        var bytes = await TestParquet.OfAsync(TestTable.Random(new Random(1), 500));
        var torn = bytes.ToArray();
        torn.AsSpan(100, 2000).Fill(0xAB);

        Assert.Contains("damaged or cut short", _folder.Refusal(_folder.Write("t.parquet", bytes[..^100])));
        Assert.Contains("is damaged", _folder.Refusal(_folder.Write("t.parquet", torn)));
        Assert.Contains("unpack it first", _folder.Refusal(_folder.Write("t.parquet.gz", CatalogFolder.Gzip(bytes))));
    }

    [Fact]
    public void Options_ThatCannotBe_AreRefused()
    {
        var path = _folder.Write("t.csv", "ra,dec,z\n1,2,3\n");

        Assert.Contains("is no name of a table", _folder.Refusal(path, new() { Name = "../x" }));
        Assert.Contains("'x' is no separator", _folder.Refusal(path, new() { Separator = 'x' }));
        Assert.Contains("reads 'q', which is no column", _folder.Refusal(path, new() { Where = """{"q": 1}""" }));
        Assert.Contains("(--where) cannot be used", _folder.Refusal(path, new() { Where = "{" }));
        Assert.Contains("leaves out all of its 1 rows", _folder.Refusal(path, new() { Where = """{"z": 4}""" }));
        Assert.Contains("cannot be both", _folder.Refusal(path, new() { RaColumn = "z", DecColumn = "z" }));
        Assert.Contains("is a coordinate", _folder.Refusal(path, new() { IdColumn = "ra" }));
        Assert.Contains("at most 100", _folder.Refusal(path, new() { Version = new string('v', 101) }));
    }
}
