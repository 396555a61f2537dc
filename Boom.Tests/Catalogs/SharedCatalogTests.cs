using Boom.Core.Catalogs;
using Boom.Core.Sky;
using Boom.Tests.Catalogs.Support;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Catalogs;

/// <summary>Real catalogues, when they are here.</summary>
public sealed class SharedCatalogTests : IDisposable
{
    readonly CatalogFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("gcvs/gcvs_excerpt.csv", 3672)]
    [InlineData("spicy/spicy_excerpt.csv", 1446)]
    [InlineData("fink/3hsp.csv", 2013)]
    [InlineData("glade/catalog_glade.csv", 2000)]
    [InlineData("allwise_xmatch/input.csv", 5553)]
    [InlineData("allwise_xmatch/response.csv", 5440)]
    [InlineData("ned/query_near_position.csv", 475)]
    [InlineData("gaia/dr3_5rows.ecsv.csv", 5)]
    [InlineData("kowalski/CIRADA_VLASS1QL_table1_components_v1_head100.csv", 99)]
    [InlineData("kowalski/igaps-dr1-215a-small.fits.gz", 100)]
    [InlineData("fink/gcvs.parquet", 59_099)]
    [InlineData("fink/table-4LAC-DR3-h.fits", 3407)]
    [InlineData("fink/table-4LAC-DR3-l.fits", 407)]
    [InlineData("truth/ztf_reference_sources.csv", 758)]
    public void Import_RealCatalogue_TakesAllRows(string file, int rows)
    {
        var account = _folder.Import(PathOf(file));

        Assert.Equal(rows, account.RowsAdded);
        Assert.Empty(account.RowsRefused);
    }

    [Fact]
    public void Import_NestedParquet_NamesTheNestedColumns()
    {
        var account = _folder.Import(PathOf("kowalski/ztf_000250_zg_c01_q1_dr5.parquet"));

        Assert.Equal(5449, account.RowsAdded);
        Assert.Equal(["hmjd", "mag", "magerr", "clrcoeff", "catflags"], account.SkippedColumns.Select(column => column.Name));
        Assert.Equal(("objra", "objdec"), (account.RaColumn, account.DecColumn));
    }

    [Fact]
    public void Import_GaiaEcsv_KeepsTypesUnitsAndLongIdentifiers()
    {
        var account = _folder.Import(PathOf("gaia/dr3_5rows.ecsv.csv"));

        Assert.Equal(SkyColumnType.Int64, CatalogFolder.TypeOf(account, "source_id"));
        Assert.Equal("mas", account.Header.Columns.Single(column => column.Name == "parallax").Unit);
        Assert.All(CatalogFolder.Rows(account), row => Assert.StartsWith("Gaia DR3 " + row["source_id"], (string)row["designation"]!, StringComparison.Ordinal));
    }

    /// <summary>Identifiers of 18 digits in one column, positions of another table in two more.</summary>
    [Fact]
    public void Import_AnswerOfTheMatchService_LiesWhereItSaysFromItsInput()
    {
        var rows = CatalogFolder.Rows(_folder.Import(PathOf("allwise_xmatch/response.csv")));

        Assert.All(rows, row => Assert.Equal(
            (double)row["angDist"]!,
            SkyGeometry.SeparationArcsec(Position(row), new SkyPosition((double)row["ra_in"]!, (double)row["dec_in"]!)),
            2e-3));
    }

    /// <summary>Positions of three tables, degrees and sexagesimal ones, against the pairs that were computed elsewhere.</summary>
    [Fact]
    public void Import_Positions_GiveTheTruePairs()
    {
        var truth = CatalogFolder.Rows(_folder.Import(PathOf("truth/positional_matches.csv"), new() { RaColumn = "alert_ra", DecColumn = "alert_dec" }));
        var tables = new Dictionary<string, List<Dictionary<string, object?>>>
        {
            ["3hsp"] = CatalogFolder.Rows(_folder.Import(PathOf("fink/3hsp.csv"))),
            ["gcvs"] = CatalogFolder.Rows(_folder.Import(PathOf("gcvs/gcvs_excerpt.csv"))),
            ["spicy"] = CatalogFolder.Rows(_folder.Import(PathOf("spicy/spicy_excerpt.csv"))),
        };

        Assert.Equal(31, truth.Count);
        Assert.All(truth, pair =>
        {
            var nearest = tables[(string)pair["catalog"]!].Min(row => SkyGeometry.SeparationArcsec(Position(pair), Position(row)));
            Assert.Equal((double)pair["sep_arcsec"]!, nearest, 2e-3);
        });
    }

    [Fact]
    public void Import_JsonOfAService_IsRefused() =>
        Assert.Contains("is JSON", _folder.Refusal(PathOf("gaia/cone_search.json")));

    static SkyPosition Position(Dictionary<string, object?> row) => new((double)row["ra"]!, (double)row["dec"]!);

    static string PathOf(string file) => Path.Combine(TestData.Require(), "catalogs", file);
}
