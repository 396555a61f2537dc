using Boom.Core.Sky;
using Boom.Core.Surveys.Lsst;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Core.Surveys.Lsst;

public sealed class LsstFlagsTests
{
    static readonly SkyPosition Place = new(150, 30);
    static readonly SkyFootprint Everything = SkyFootprint.Of([new HealpixRange(0, Healpix.CellCount29 - 1)]);
    static readonly SkyFootprint Elsewhere = SkyFootprint.Of([new HealpixRange(Healpix.Cell29(Place) + 1, Healpix.CellCount29 - 1)]);

    [Theory]
    [InlineData(1.0, 0.51, 14, true, true)]
    [InlineData(1.01, 0.51, 15, false, true)]
    [InlineData(0.5, 0.5, 14, false, false)]
    [InlineData(20, 0.9, 15, false, true)]
    [InlineData(20.1, 0.9, 14, false, false)]
    [InlineData(0.5, 0.9, 15.1, true, false)]
    [InlineData(0.5, 0.9, -999, true, false)]
    [InlineData(0.5, 0.9, double.NaN, true, false)]
    public void Of_OneMatch_FollowsItsDistanceScoreAndMagnitude(double distance, double score, double magnitude, bool star, bool near)
    {
        foreach (var name in new[] { "mag_white", "magwhite" })
            Assert.Equal(new LsstFlags(star, near), Of([Match(distance, score, (name, magnitude))], footprint: null));
    }

    [Fact]
    public void Of_MatchWithoutMagnitude_CanBeAStarOnly() => Assert.Equal(new LsstFlags(true, false), Of([Match(0.5, 0.9)], null));

    [Fact]
    public void Of_OneOfSeveral_IsEnough() =>
        Assert.Equal(new LsstFlags(true, true), Of([Match(0.2, 0.1), Match(0.9, 0.8), Match(19, 0.7, ("mag_white", 12))], null));

    [Fact]
    public void Of_NoMatch_IsFalseWhereTheFootprintCovers()
    {
        Assert.Equal(new LsstFlags(false, false), Of([], Everything));
        Assert.Equal(default, Of([], Elsewhere));
        Assert.Equal(default, Of([], footprint: null));
    }

    [Fact]
    public void Of_MatchesWithoutDistanceOrScore_CountAsNone()
    {
        BsonDocument[] useless = [new BsonDocument("score", 0.9), new BsonDocument("distance_arcsec", 0.1), Match(double.NaN, 0.9), new() { { "distance_arcsec", "1" }, { "score", 1 } }];

        Assert.Equal(default, Of(useless, footprint: null));
        Assert.Equal(new LsstFlags(false, false), Of(useless, Everything));
    }

    [Fact]
    public void Of_WholeNumbers_AreNumbers() =>
        Assert.Equal(new LsstFlags(true, true), Of([new BsonDocument { { "distance_arcsec", 1 }, { "score", 1L }, { "mag_white", 9 } }], null));

    [Fact]
    public void Of_ObjectThatWasNotMatched_IsNotKnown()
    {
        Assert.Equal(default, LsstFlags.Of(EnrichmentDocuments.Object(), Place, Everything));
        Assert.Equal(default, LsstFlags.Of(EnrichmentDocuments.Object(matches: []), Place, Everything));
        Assert.Equal(default, LsstFlags.Of(EnrichmentDocuments.Object(matches: new BsonDocument("NED", new BsonArray())), Place, Everything));
    }

    [Fact]
    public void Of_AlertWithoutPlace_IsNotKnown() =>
        Assert.Equal(default, LsstFlags.Of(EnrichmentDocuments.Object(matches: new BsonDocument("LSPSC", new BsonArray())), null, Everything));

    [Fact]
    public void Write_FlagsThatAreNotKnown_AreNull()
    {
        var document = EnrichmentDocuments.Object(matches: new BsonDocument("LSPSC", new BsonArray()));

        var unknown = StoredDocuments.Properties(new LsstEnrichment(Elsewhere), EnrichmentDocuments.Alert(2461000, Place.RaDegrees, Place.DecDegrees), document);
        var known = StoredDocuments.Properties(new LsstEnrichment(Everything), EnrichmentDocuments.Alert(2461000, Place.RaDegrees, Place.DecDegrees), document);

        Assert.Equal((BsonNull.Value, BsonNull.Value), (unknown["star"], unknown["near_brightstar"]));
        Assert.Equal((false, false), (known["star"].AsBoolean, known["near_brightstar"].AsBoolean));
    }

    static LsstFlags Of(BsonDocument[] matches, SkyFootprint? footprint) =>
        LsstFlags.Of(EnrichmentDocuments.Object(matches: new BsonDocument { { "NED", new BsonArray() }, { "LSPSC", new BsonArray(matches) } }), Place, footprint);

    static BsonDocument Match(double distance, double score, params (string Name, double Value)[] magnitude) =>
        new(new Dictionary<string, object> { ["distance_arcsec"] = distance, ["score"] = score }.Concat(magnitude.Select(pair => KeyValuePair.Create(pair.Name, (object)pair.Value))));
}
