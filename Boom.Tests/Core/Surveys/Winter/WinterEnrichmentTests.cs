using Boom.Core.Surveys.Winter;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Core.Surveys.Winter;

public sealed class WinterEnrichmentTests
{
    const double Jd = 2460381.03;

    [Fact]
    public void Write_PublishedPacket_HasTheStatisticsOfItsTwoPoints()
    {
        var properties = Assert.Single(StoredDocuments.Of(WinterPackets.Survey(), WinterPackets.Known())).Properties(new WinterEnrichment());

        Assert.Equal(["stationary", "photstats"], properties.Names);
        Assert.True(properties["stationary"].AsBoolean);
        var band = properties["photstats"]["j"];
        Assert.Equal(13.351143, band["peak_mag"].AsDouble, 1e-6);
        Assert.Equal(2460381.031487338, band["peak_jd"].AsDouble);
        Assert.Equal(2, band["rising"]["nb_data"].AsInt32);
        Assert.Equal((13.351143 - 17.472988) / (2460381.031487338 - 2460380.0425021877), band["rising"]["rate"].AsDouble, 1e-4);
    }

    [Fact]
    public void Write_PacketWithoutFilter_HasNoBand()
    {
        var properties = Assert.Single(StoredDocuments.Of(WinterPackets.Survey(), WinterPackets.Own(2022, 3))).Properties(new WinterEnrichment());

        Assert.All(properties["photstats"].AsBsonDocument.Values, band => Assert.Equal(BsonNull.Value, band));
    }

    [Fact]
    public void Write_PointsOfAThousandDaysAgo_DoNotCount()
    {
        var document = EnrichmentDocuments.Object([Point(Jd - 1000, 10), Point(Jd - 999.9, 14), Point(Jd, 15), Point(Jd + 0.1, 11)]);

        var properties = StoredDocuments.Properties(new WinterEnrichment(), EnrichmentDocuments.Alert(Jd), document);

        Assert.Equal(14, properties["photstats"]["k"]["peak_mag"].AsDouble);
    }

    static BsonDocument Point(double jd, double mag) => new() { { "jd", jd }, { "magpsf", mag }, { "sigmapsf", 0.1 }, { "band", "k" } };
}
