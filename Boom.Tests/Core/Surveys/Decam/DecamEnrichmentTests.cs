using Boom.Core.Surveys.Decam;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Core.Surveys.Decam;

public sealed class DecamEnrichmentTests
{
    const double Jd = 2461229.58;

    [Fact]
    public void Write_PublishedPacket_HasTheStatisticsOfItsMagnitude()
    {
        var properties = Assert.Single(StoredDocuments.Of(new DecamSurvey(), DecamPackets.Published())).Properties(new DecamEnrichment());

        Assert.Equal(["stationary", "photstats"], properties.Names);
        Assert.False(properties["stationary"].AsBoolean);
        Assert.Equal(23.554045, properties["photstats"]["g"]["peak_mag"].AsDouble, 1e-6);
        Assert.Equal(0.2014992, properties["photstats"]["g"]["peak_mag_err"].AsDouble, 1e-6);
        Assert.Equal(2461229.58006057, properties["photstats"]["g"]["peak_jd"].AsDouble, 1e-6);
    }

    [Fact]
    public void Write_ForcedPoints_CountFromThreeSigmaUpAndDown()
    {
        var properties = Enrich(EnrichmentDocuments.Object(
            [EnrichmentDocuments.AperturePoint(Jd, 20, "r", snr: 1)],
            [
                EnrichmentDocuments.AperturePoint(Jd - 1, 18, "r", snr: 2.99), EnrichmentDocuments.AperturePoint(Jd - 2, 19, "r", snr: -3),
                EnrichmentDocuments.AperturePoint(Jd - 3, 17, "r", snr: null), EnrichmentDocuments.AperturePoint(Jd - 4, 21, "r", snr: 3),
            ]));

        Assert.Equal(19, properties["photstats"]["r"]["peak_mag"].AsDouble);
        Assert.Equal(4, properties["photstats"]["r"]["dt"].AsDouble);
        Assert.True(properties["stationary"].AsBoolean);
    }

    [Fact]
    public void Write_PointsOfAYearAgo_DoNotCount()
    {
        var properties = Enrich(EnrichmentDocuments.Object(
            [EnrichmentDocuments.AperturePoint(Jd - 365, 10, "g"), EnrichmentDocuments.AperturePoint(Jd - 364.9, 19, "g"), EnrichmentDocuments.AperturePoint(Jd, 20, "g"), EnrichmentDocuments.AperturePoint(Jd + 1, 11, "g")],
            []));

        Assert.Equal(19, properties["photstats"]["g"]["peak_mag"].AsDouble);
    }

    [Fact]
    public void Write_OtherNamesOfMagnitudes_AreNotRead()
    {
        var properties = Enrich(EnrichmentDocuments.Object([EnrichmentDocuments.Point(Jd, 15, "g")], []));

        Assert.All(properties["photstats"].AsBsonDocument.Values, band => Assert.Equal(BsonNull.Value, band));
    }

    [Fact]
    public void Write_BandWithoutStatistics_IsPassedOver()
    {
        var properties = Enrich(EnrichmentDocuments.Object([EnrichmentDocuments.AperturePoint(Jd, 15, "VR"), EnrichmentDocuments.AperturePoint(Jd - 1, 16, "Y")], []));

        Assert.Equal(16, properties["photstats"]["y"]["peak_mag"].AsDouble);
        Assert.Single(properties["photstats"].AsBsonDocument.Values, band => band != BsonNull.Value);
    }

    static BsonDocument Enrich(byte[] document) => StoredDocuments.Properties(new DecamEnrichment(), EnrichmentDocuments.Alert(Jd), document);
}
