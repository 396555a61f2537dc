using System.Buffers.Binary;
using System.Text;
using Boom.Catalogs;
using Boom.Tests.Catalogs.Support;
using Parquet;
using Parquet.Schema;
using Xunit;

namespace Boom.Tests.Catalogs;

/// <summary>FITS, VOTable, Parquet and HATS: what is special about each.</summary>
public sealed class BinaryTableTests : IDisposable
{
    readonly CatalogFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Import_FitsScaledAndUnsigned_AreTheNumbersThatAreMeant()
    {
        string[] cards =
        [
            "TTYPE1='ra'", "TFORM1='D'", "TTYPE2='dec'", "TFORM2='E'",
            "TTYPE3='sbyte'", "TFORM3='B'", "TZERO3=-128",
            "TTYPE4='ushort'", "TFORM4='I'", "TZERO4=32768", "TNULL4=-1",
            "TTYPE5='uint'", "TFORM5='J'", "TZERO5=2147483648",
            "TTYPE6='ulong'", "TFORM6='K'", "TZERO6=9223372036854775808",
            "TTYPE7='scaled'", "TFORM7='I'", "TSCAL7=0.5", "TZERO7=100.0",
            "TTYPE8='array'", "TFORM8='3E'", "TTYPE9='bits'", "TFORM9='9X'", "TTYPE10='varied'", "TFORM10='1PE(5)'",
            "TTYPE11='name'", "TFORM11='6A'", "TTYPE12='nothing'", "TFORM12='0E'",
        ];
        var row = new byte[8 + 4 + 1 + 2 + 4 + 8 + 2 + 12 + 2 + 8 + 6];
        BinaryPrimitives.WriteDoubleBigEndian(row, 123.5);
        BinaryPrimitives.WriteSingleBigEndian(row.AsSpan(8), -4.5f);
        row[12] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(row.AsSpan(13), 32767);
        BinaryPrimitives.WriteInt32BigEndian(row.AsSpan(15), int.MaxValue);
        BinaryPrimitives.WriteInt64BigEndian(row.AsSpan(19), long.MaxValue);
        BinaryPrimitives.WriteInt16BigEndian(row.AsSpan(27), 3);
        Encoding.ASCII.GetBytes("M31  \0").CopyTo(row, row.Length - 6);

        var account = _folder.Import(_folder.Write("t.fits", TestFits.File(cards, 12, 1, row)));

        var values = Assert.Single(CatalogFolder.Rows(account));
        Assert.Equal(123.5, values["ra"]);
        Assert.Equal(-4.5, values["dec"]);
        Assert.Equal(-128, values["sbyte"]);
        Assert.Equal(65535, values["ushort"]);
        Assert.Equal(4294967295L, values["uint"]);
        Assert.Equal("18446744073709551615", values["ulong"]);
        Assert.Equal(101.5, values["scaled"]);
        Assert.Equal("M31", values["name"]);
        Assert.Equal(["array", "bits", "varied", "nothing"], account.SkippedColumns.Select(column => column.Name));
    }

    [Fact]
    public void Import_FitsWithSeveralTables_TakesTheUnitAskedFor()
    {
        var (first, second) = (TestTable.Random(new Random(1), 3), TestTable.Random(new Random(2), 5));
        var bytes = TestFits.Of(first);
        byte[] both = [.. bytes, .. TestFits.Of(second).AsSpan(2880)];

        Assert.Equal(3, _folder.Import(_folder.Write("t.fits", both)).RowsAdded);
        Assert.Equal(5, _folder.Import(_folder.Write("t.fits", both), new() { Hdu = 2 }).RowsAdded);
        Assert.Equal(5, _folder.Import(_folder.Write("t.fits.gz", CatalogFolder.Gzip(both)), new() { Hdu = 2 }).RowsAdded);
    }

    [Theory]
    [InlineData(0, "is no binary table")]
    [InlineData(7, "has no unit 7")]
    public void Import_FitsUnitThatIsNoTable_IsRefused(int hdu, string expected) =>
        Assert.Contains(expected, _folder.Refusal(_folder.Write("t.fits", TestFits.Of(TestTable.Random(new Random(1), 2))), new() { Hdu = hdu }));

    [Fact]
    public void Import_FitsUnits_AreKeptAndTurnRadiansAndHours()
    {
        string[] cards = ["TTYPE1='RA'", "TFORM1='D'", "TUNIT1='h'", "TTYPE2='DEC'", "TFORM2='D'", "TUNIT2='rad'", "TTYPE3='m'", "TFORM3='E'", "TUNIT3='mag'"];
        var row = new byte[20];
        BinaryPrimitives.WriteDoubleBigEndian(row, 6);
        BinaryPrimitives.WriteDoubleBigEndian(row.AsSpan(8), Math.PI / 6);

        var account = _folder.Import(_folder.Write("t.fits", TestFits.File(cards, 3, 1, row)));

        Assert.Equal(90.0, CatalogFolder.Rows(account)[0]["ra"]);
        Assert.Equal(30, (double)CatalogFolder.Rows(account)[0]["dec"]!, 1e-12);
        Assert.Equal("mag", Assert.Single(account.Header.Columns).Unit);
    }

    [Fact]
    public void Import_VoTable_TakesScalarsUnitsNullsAndRefusesBadCells()
    {
        const string Fields = """
            <FIELD name="ra" datatype="double" unit="deg"><DESCRIPTION>Right ascension</DESCRIPTION></FIELD><FIELD name="dec" datatype="double"/>
            <FIELD name="n" datatype="short"><VALUES null="-9"/></FIELD><FIELD name="s" datatype="char" arraysize="*"/><FIELD name="v" datatype="float" arraysize="2x3"/>
            """;
        const string Rows = """
            <TABLEDATA><TR><TD> 10.5 </TD><TD>1</TD><TD>-9</TD><TD>a &amp; b</TD><TD>1 2 3 4 5 6</TD></TR>
            <!-- a remark --><TR><TD>11</TD><TD>1</TD><TD>7</TD><TD/><TD/></TR>
            <TR><TD>12</TD><TD>1</TD><TD>70000</TD><TD/><TD/></TR><TR><TD>12</TD></TR></TABLEDATA>
            """;

        var account = _folder.Import(_folder.Write("t.vot", TestVoTable.Document(Fields, Rows)));

        var rows = CatalogFolder.Rows(account).OrderBy(row => row["ra"]).ToArray();
        Assert.Equal([null, 7], rows.Select(row => row["n"]));
        Assert.Equal(["a & b", null], rows.Select(row => row["s"]));
        Assert.Equal("v", Assert.Single(account.SkippedColumns).Name);
        Assert.Equal(["row 3", "row 4"], account.FirstRefusals.Select(refusal => refusal.Place));
        Assert.Empty(account.Warnings);
    }

    [Fact]
    public void Import_VoTableThatWasCutOffByTheService_Warns()
    {
        var whole = TestVoTable.Of(TestTable.Random(new Random(1), 5), "BINARY2");
        var cut = whole.Replace("</TABLE>", "</TABLE><INFO name=\"QUERY_STATUS\" value=\"OVERFLOW\"/>", StringComparison.Ordinal);

        Assert.Contains("OVERFLOW", Assert.Single(_folder.Import(_folder.Write("t.vot", cut)).Warnings));
    }

    [Fact]
    public async Task Import_ParquetWithNestedColumns_NamesAndSkipsThem()
    {
        var (ra, dec, id) = (new DataField<double>("ra"), new DataField<double>("dec"), new DataField<ulong>("id"));
        var list = new ListField("epochs", new DataField<float>("element"));
        using var file = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(ra, dec, id, list), file))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<double>(ra, new double[] { 1, 2 });
            await group.WriteAsync<double>(dec, new double[] { 3, 4 });
            await group.WriteAsync<ulong>(id, new ulong[] { 5, ulong.MaxValue });
            await group.WriteAsync<float>((DataField)list.Item, new float?[] { 1, 2, 3 }, new[] { 0, 1, 0 });
        }

        var path = _folder.Write("t.parquet", file.ToArray());
        var account = _folder.Import(path);

        Assert.Equal(["5", "18446744073709551615"], CatalogFolder.Rows(account).OrderBy(row => row["ra"]).Select(row => row["id"]));
        Assert.Equal(new SkippedColumn("epochs", "nested"), Assert.Single(account.SkippedColumns));
        Assert.Contains("column 'epochs' (--columns) cannot be brought in: it is nested", RefusalOf(path, new() { Columns = ["epochs"] }));
    }

    [Fact]
    public async Task Import_HatsFolder_IsReadByOrderAndPixel()
    {
        var whole = TestTable.Random(new Random(3), 30);
        await WriteHatsAsync("hats", whole);
        _folder.Write("hats/hats.properties", "obs_collection=t\ndataproduct_type=object\nhats_version=v0.4\n");
        _folder.Write("hats/dataset/_metadata", "PAR1 not a table");

        var account = _folder.Import(Path.Combine(_folder.Path, "hats"));

        Assert.Equal(30, account.RowsAdded);
        Assert.Equal(whole.Rows.Select(row => row[8]), CatalogFolder.Column(account, "text"));
        Assert.Contains("HATS files: 3", account.Source);
    }

    [Fact]
    public async Task Import_HatsCollection_TakesItsCatalogue()
    {
        await WriteHatsAsync("all/t", TestTable.Random(new Random(3), 30));
        await WriteHatsAsync("all/t_10arcs", TestTable.Random(new Random(4), 30));
        _folder.Write("all/collection.properties", "obs_collection=all\nhats_primary_table_url=t\nall_margins=t_10arcs\n");

        Assert.Equal(30, _folder.Import(Path.Combine(_folder.Path, "all")).RowsAdded);
    }

    [Fact]
    public async Task Import_HatsMargin_IsRefused()
    {
        await WriteHatsAsync("margin", TestTable.Random(new Random(3), 30));
        _folder.Write("margin/properties", "dataproduct_type = margin\n");

        Assert.Contains("'margin'", _folder.Refusal(Path.Combine(_folder.Path, "margin")));
    }

    string RefusalOf(string path, CatalogOptions options) => Assert.Throws<CatalogException>(() => _folder.Import(path, options)).Message;

    async Task WriteHatsAsync(string name, TestTable table)
    {
        string[] parts = ["Norder=1/Dir=0/Npix=10.parquet", "Norder=1/Dir=0/Npix=9.parquet", "Norder=0/Dir=0/Npix=4/part0.parquet"];
        for (var i = 0; i < parts.Length; i++)
            _folder.Write($"{name}/dataset/{parts[i]}", await TestParquet.OfAsync(table with { Rows = [.. table.Rows.Skip(i * 10).Take(10)] }, 4));
    }
}
