using Boom.Core.Catalogs;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Sky;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Core.Catalogs.Matching;

public sealed class ObjectMatcherTests : IDisposable
{
    static readonly SkyPosition Place = new(10, 20);

    readonly TemporaryFolder _folder = new();
    readonly CatalogShelf _shelf;

    public ObjectMatcherTests() => _shelf = new CatalogShelf(_folder.Path);

    public void Dispose()
    {
        _shelf.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Constructor_CatalogueOfTheDefaultsIsNotThere_IsLeftOut()
    {
        CatalogFiles.Write(_folder.Path, "NED", "1", (Place, [("z", 0.1)]));
        using var matcher = Open(KnownCatalogs.Northern, areWanted: false);

        Assert.Equal("NED", Assert.Single(matcher.Tables).Rule.Catalog);
        Assert.Empty(matcher.Problems);
    }

    [Fact]
    public void Constructor_CatalogueThatIsAskedForIsNotThere_IsAProblemWithItsRemedy()
    {
        using var matcher = Open([KnownCatalogs.Ned], areWanted: true);

        Assert.Empty(matcher.Tables);
        Assert.Contains("boom catalog match NED", Assert.Single(matcher.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_TableThatARuleCannotUse_LeavesTheOthers()
    {
        CatalogFiles.Write(_folder.Path, "NED", "1", (Place, [("no_redshift", 0.1)]));
        CatalogFiles.Write(_folder.Path, "Gaia_DR3", "1", (Place, [("parallax", 0.1)]));
        using var matcher = Open(KnownCatalogs.Northern, areWanted: false);

        Assert.Equal("Gaia_DR3", Assert.Single(matcher.Tables).Rule.Catalog);
        Assert.Contains("NED", Assert.Single(matcher.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_ProjectionOfAColumnThatIsNotThere_IsAProblemWhereItIsAskedFor()
    {
        CatalogFiles.Write(_folder.Path, "NED", "1", (Place, [("z", 0.1)]));
        using var asked = Open([KnownCatalogs.Ned with { Projection = ["z", "colour"] }], areWanted: true);
        using var byDefault = Open([KnownCatalogs.Ned], areWanted: false);

        Assert.Contains("'colour'", Assert.Single(asked.Problems), StringComparison.Ordinal);
        Assert.Single(asked.Tables);
        Assert.Empty(byDefault.Problems);
    }

    [Fact]
    public void Watchlists_TablesOfThatName_AreForTheSurveysTheyName()
    {
        WriteList("watchlist_all", "2", null);
        WriteList("watchlist_lsst", "2", "lsst, decam");
        WriteList("watchlist_ztf", "2", "ztf");
        using var matcher = Open([], areWanted: true);

        Assert.Equal(["watchlist_all", "watchlist_ztf"], matcher.Watchlists.Select(list => list.Name).Order());
        Assert.Empty(matcher.Tables);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("3601")]
    [InlineData("two")]
    public void Watchlists_WithoutAUsableRadius_AreAProblem(string? radius)
    {
        WriteList("watchlist_odd", radius, null);
        using var matcher = Open([], areWanted: true);

        Assert.Contains("watchlist_odd", Assert.Single(matcher.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Find_ObjectNearTwoPlaces_HasAHitOfEach()
    {
        WriteList("watchlist_two", "2", null);
        using var matcher = Open([], areWanted: true);
        var hits = new List<WatchlistHit>();

        Assert.Single(matcher.Watchlists).Find(Survey.Ztf, "ZTF26aaaaaaa", Place, 5, new MatchScratch(), hits);

        Assert.Equal(["near", "10.000000+20.000417"], hits.Select(hit => hit.Row));
        Assert.Equal([0, 1.5], hits.Select(hit => Math.Round(hit.DistanceArcsec, 6)));
        Assert.All(hits, hit => Assert.Equal(("watchlist_two", "1", Survey.Ztf, "ZTF26aaaaaaa", 5L), (hit.List, hit.Version, hit.Survey, hit.ObjectId, hit.FoundAtMs)));
    }

    [Theory]
    [InlineData("ZTF26aaaaaaa", true)]
    [InlineData("sso123", false)]
    [InlineData("123456", true)]
    public void IsMatched_ObjectsOfTheSolarSystem_AreNot(string objectId, bool expected) => Assert.Equal(expected, ObjectMatcher.IsMatched(objectId));

    void WriteList(string name, string? radius, string? surveys)
    {
        var properties = new Dictionary<string, string> { [WatchlistMatcher.OwnerProperty] = "me" };
        if (radius is not null)
            properties[WatchlistMatcher.RadiusProperty] = radius;
        if (surveys is not null)
            properties[WatchlistMatcher.SurveysProperty] = surveys;
        var description = new SkyTableDescription(name, "1", "a test", DateTimeOffset.UnixEpoch) { Properties = properties };
        CatalogFiles.Write(
            _folder.Path, description, (Place, [("_id", "near")]), (CatalogFiles.North(Place, 1.5), [("_id", null)]), (CatalogFiles.North(Place, 3), [("_id", "far")]));
    }

    ObjectMatcher Open(IReadOnlyList<CrossMatchRule> rules, bool areWanted)
    {
        _shelf.Refresh();
        return new ObjectMatcher(Survey.Ztf, rules, areWanted, _shelf.Take());
    }
}
