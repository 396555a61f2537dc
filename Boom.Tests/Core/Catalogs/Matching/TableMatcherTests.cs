using Boom.Core.Bson;
using Boom.Core.Catalogs;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Sky;
using Boom.Tests.Core.Sky;
using Boom.Tests.Support;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using Xunit;

namespace Boom.Tests.Core.Catalogs.Matching;

public sealed class TableMatcherTests : IDisposable
{
    static readonly SkyPosition Place = new(150.1, 2.2);

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_PlainCatalogue_HasTheNearestWithDistance()
    {
        var rows = Match(
            KnownCatalogs.LegacyPointSources,
            Row(1.5, ("score", 0.2), ("mag_white", 20.5)), Row(0.5, ("score", 0.9), ("mag_white", null)), Row(29.9, ("score", 0.1)), Row(12, ("score", 0.7)),
            Row(30.1, ("score", 1.0)));

        Assert.Equal([0.9, 0.2, 0.7], rows.Select(row => row["score"].AsDouble));
        Assert.Equal([0.5, 1.5, 12], rows.Select(row => Math.Round(row["distance_arcsec"].AsDouble, 6)));
        Assert.Equal(["score", "ra", "dec", "distance_arcsec"], rows[0].Names);
        Assert.Equal(["score", "mag_white", "ra", "dec", "distance_arcsec"], rows[1].Names);
        Assert.Equal(Place.RaDegrees, rows[0]["ra"].AsDouble);
    }

    [Fact]
    public void Write_RowOnTheRimOfAPlainCone_IsInside()
    {
        var row = CatalogFiles.North(Place, 2);
        var rule = new CrossMatchRule("T", SkyGeometry.SeparationArcsec(Place, row), []);

        Assert.Single(Match(rule, (row, [("a", 1)])));
    }

    // The table of the specification, section 10.5.
    [Theory]
    [InlineData(-0.001, 30, 300, -1)]
    [InlineData(0, 30, 300, -1)]
    [InlineData(0.005, 30, 300, -1)]
    [InlineData(0.0099, 30, 300, 1.98)]
    [InlineData(0.01, 30, 150, 2)]
    [InlineData(0.01, 60, 300, 2)]
    [InlineData(0.05, 30, 30, 10)]
    [InlineData(0.1, 30, 15, 20)]
    [InlineData(0.5, 30, 3, 100)]
    [InlineData(0.5, 60, 6, 100)]
    public void DistanceRule_Redshift_GivesRadiusAndKiloparsecs(double redshift, double max, double radiusArcsec, double kpcOf10Arcsec)
    {
        Assert.Equal(radiusArcsec, new DistanceRule("z", max, 300).RadiusArcsec(redshift), 1e-9);
        Assert.Equal(kpcOf10Arcsec, DistanceRule.DistanceKpc(10, redshift), 1e-9);
    }

    [Fact]
    public void Write_CatalogueOfDistances_HasUnknownOnesFirstAndThenTheNearestInKpc()
    {
        var rows = Match(
            KnownCatalogs.Ned,
            Row(10, ("z", 0.05), ("objtype", "far in kpc")), Row(20, ("z", 0.0), ("objtype", "unknown, farther")), Row(12, ("z", 0.01), ("objtype", "near in kpc")),
            Row(5, ("z", -0.002), ("objtype", "unknown, nearer")), Row(31, ("z", 0.05), ("objtype", "out of its radius")), Row(1, ("z", null), ("objtype", "no redshift")));

        Assert.Equal(["unknown, nearer", "unknown, farther", "near in kpc", "far in kpc"], rows.Select(row => row["objtype"].AsString));
        Assert.Equal([-1, -1, 2.4, 10], rows.Select(row => Math.Round(row["distance_kpc"].AsDouble, 6)));
    }

    [Fact]
    public void Write_RowAtTheVeryRadiusOfItsRedshift_IsOutside()
    {
        var row = CatalogFiles.North(Place, 30);
        var distance = SkyGeometry.SeparationArcsec(Place, row);

        Assert.Empty(Match(new CrossMatchRule("T", 300, [], new DistanceRule("z", distance, 300)), (row, [("z", 0.05)])));
        Assert.Single(Match(new CrossMatchRule("T", 300, [], new DistanceRule("z", Math.BitIncrement(distance), 300)), (row, [("z", 0.05)])));
    }

    [Fact]
    public void Write_ConeSmallerThanTheRadiusOfTheRedshift_Caps() =>
        Assert.Single(Match(KnownCatalogs.Desi, Row(29, ("z", 0.001)), Row(31, ("z", 0.001))));

    [Fact]
    public void Write_WholeRedshifts_AreNumbersToo() => Assert.Single(Match(KnownCatalogs.Ned, Row(0.1, ("z", 1))));

    [Fact]
    public void Write_ColumnsOfEveryType_KeepTheirs()
    {
        var rule = new CrossMatchRule("T", 2, ["flag", "small", "large", "single", "text"]);
        var row = Assert.Single(Match(
            rule, Row(1, ("_id", 9_007_199_254_740_993), ("flag", true), ("small", 3), ("large", 4L), ("single", 1.5f), ("text", "Ω 3C 273"), ("unasked", 1))));

        Assert.Equal(["_id", "flag", "small", "large", "single", "text", "ra", "dec", "distance_arcsec"], row.Names);
        Assert.Equal(9_007_199_254_740_993, row["_id"].AsInt64);
        Assert.True(row["flag"].AsBoolean);
        Assert.Equal(3, row["small"].AsInt32);
        Assert.Equal(4L, row["large"].AsInt64);
        Assert.Equal(1.5, row["single"].AsDouble);
        Assert.Equal("Ω 3C 273", row["text"].AsString);
    }

    [Fact]
    public void Write_ColumnByItsOtherName_IsUnderstood()
    {
        var row = Assert.Single(Match(KnownCatalogs.LegacyPointSources, Row(1, ("score", 0.9), ("magwhite", 14.5))));
        Assert.Equal(14.5, row["mag_white"].AsDouble);
    }

    [Fact]
    public void Write_RuleAndTableGoByThePosition_IsAColumnLikeOthers()
    {
        var description = new SkyTableDescription("T", "1", "a test", DateTimeOffset.UnixEpoch) { IdColumn = "ra" };
        using var table = SkyTable.Open(CatalogFiles.Write(_folder.Path, description, (Place, [("a", 1)])));
        using var writer = new BsonWriter();
        writer.BeginRoot();

        Assert.Equal(1, new TableMatcher(new CrossMatchRule("T", 2, [], new DistanceRule("dec", 30, 300)), table).Write(writer, Place, new MatchScratch()));

        Assert.Equal(Place.RaDegrees, BsonSerializer.Deserialize<BsonDocument>(writer.EndRoot().ToArray())["T"][0]["_id"].AsDouble);
    }

    [Fact]
    public void Write_MoreRowsThanAnObjectKeeps_TakesTheNearest()
    {
        var rows = Match(
            new CrossMatchRule("T", 60, ["n"]), [.. Enumerable.Range(0, TableMatcher.MostRows + 5).Select(n => Row(n * 0.01, ("n", n)))]);
        Assert.Equal(Enumerable.Range(0, TableMatcher.MostRows), rows.Select(row => row["n"].AsInt32));
    }

    [Fact]
    public void Constructor_NoColumnOfRedshifts_IsRefusedByName()
    {
        var path = CatalogFiles.Write(_folder.Path, "NED", "1", (Place, [("redshift", 0.1)]));
        using var table = SkyTable.Open(path);
        var fault = Assert.Throws<SkyTableException>(() => new TableMatcher(KnownCatalogs.Ned, table));
        Assert.Contains("'z'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_RandomCatalogue_EqualsTheRuleWrittenOut()
    {
        var random = new Random(17);
        var rows = Enumerable.Range(0, 400).Select(i => (
            Position: RandomSky.Around(random, Place, random.NextDouble() * 400), Redshift: random.Next(6) switch { 0 => -0.001, 1 => 0.0, 2 => 0.004, _ => random.NextDouble() * 0.2 })).ToArray();
        var found = Match(KnownCatalogs.Ned with { Catalog = "T" }, [.. rows.Select((row, i) => (row.Position, new (string, object?)[] { ("z", row.Redshift), ("_id", i) }))]);

        var expected = rows.Select((row, i) => (Id: i, Arcsec: SkyGeometry.SeparationArcsec(Place, row.Position), row.Redshift))
            .Where(row => row.Arcsec <= 300 && row.Arcsec < (row.Redshift < 0.01 ? 300 : 30 * 0.05 / row.Redshift))
            .OrderBy(row => row.Redshift > 0.005 ? row.Arcsec * row.Redshift / 0.05 : -1).ThenBy(row => row.Arcsec).Select(row => row.Id).ToArray();
        Assert.InRange(expected.Length, 20, 300);
        Assert.Equal(expected, found.Select(row => row["_id"].AsInt32));
    }

    static (SkyPosition, (string, object?)[]) Row(double arcsec, params (string, object?)[] values) => (CatalogFiles.North(Place, arcsec), values);

    BsonDocument[] Match(CrossMatchRule rule, params (SkyPosition, (string, object?)[])[] rows)
    {
        var path = CatalogFiles.Write(_folder.Path, rule.Catalog, "1", rows);
        using var table = SkyTable.Open(path);
        using var writer = new BsonWriter();
        writer.BeginRoot();
        var count = new TableMatcher(rule, table).Write(writer, Place, new MatchScratch());
        var matches = BsonSerializer.Deserialize<BsonDocument>(writer.EndRoot().ToArray())[rule.Catalog].AsBsonArray.Select(row => row.AsBsonDocument).ToArray();
        Assert.Equal(count, matches.Length);
        return matches;
    }
}
