using Boom.Core.Surveys.Lsst;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Core.Surveys.Lsst;

public sealed class LsstEnrichmentTests
{
    const double Jd = 2460961.732664;

    [Fact]
    public void Write_OneDetection_HasItsPeakAndIsNotStationary()
    {
        var properties = Enrich(EnrichmentDocuments.Object([EnrichmentDocuments.Point(Jd, 23.674994, "r", 5, 0.217)], []));

        Assert.Equal(["rock", "stationary", "star", "near_brightstar", "photstats", "multisurvey_photstats"], properties.Names);
        Assert.Equal((false, false), (properties["rock"].AsBoolean, properties["stationary"].AsBoolean));
        Assert.Equal(23.674994, properties["photstats"]["r"]["peak_mag"].AsDouble, 1e-6);
        Assert.Equal(Jd, properties["photstats"]["r"]["peak_jd"].AsDouble);
        Assert.Equal(["g", "r", "i", "z", "y", "u", "j", "h", "k"], properties["photstats"].AsBsonDocument.Names);
        Assert.Equal(properties["photstats"], properties["multisurvey_photstats"]);
    }

    [Fact]
    public void Write_EmptyLightCurve_HasDefaults()
    {
        var properties = Enrich(EnrichmentDocuments.Object());

        Assert.False(properties["stationary"].AsBoolean);
        Assert.All(properties["photstats"].AsBsonDocument.Values, band => Assert.Equal(BsonNull.Value, band));
        Assert.All(properties["multisurvey_photstats"].AsBsonDocument.Values, band => Assert.Equal(BsonNull.Value, band));
    }

    [Fact]
    public void Write_SolarSystemObject_IsARock()
    {
        var alert = EnrichmentDocuments.Alert(Jd);
        alert["ssObjectId"] = BsonNull.Value;
        Assert.False(Enrich(EnrichmentDocuments.Object(), alert)["rock"].AsBoolean);

        alert["ssObjectId"] = "123456789";
        Assert.True(Enrich(EnrichmentDocuments.Object(), alert)["rock"].AsBoolean);
    }

    [Fact]
    public void Write_LaterAndFaintPoints_DoNotCount()
    {
        var properties = Enrich(EnrichmentDocuments.Object(
            [EnrichmentDocuments.Point(Jd, 22, "r"), EnrichmentDocuments.Point(Jd + 1, 15, "r")],
            [EnrichmentDocuments.Point(Jd - 2, 16, "r", snr: 2.9), EnrichmentDocuments.Point(Jd - 3, 21, "r", snr: -3.1)]));

        Assert.Equal(21, properties["photstats"]["r"]["peak_mag"].AsDouble);
        Assert.Equal(3, properties["photstats"]["r"]["dt"].AsDouble);
    }

    [Fact]
    public void Write_PartnerWithSharedBands_IsJoinedInOrderWithoutDoubles()
    {
        var own = EnrichmentDocuments.Object([EnrichmentDocuments.Point(Jd - 1, 20, "r"), EnrichmentDocuments.Point(Jd, 19, "r")], []);
        var forced = EnrichmentDocuments.Point(Jd - 6, 22, "r");
        forced.AddRange(new BsonDocument { { "procstatus", "0" }, { "magzpsci", 26.0 }, { "forcediffimfluxunc", 1.0 } });
        var partner = EnrichmentDocuments.Object(
            [EnrichmentDocuments.Point(Jd - 5, 21, "r"), EnrichmentDocuments.Point(Jd - 1, 12, "r"), EnrichmentDocuments.Point(Jd - 4, 18, "g")],
            [forced, EnrichmentDocuments.Point(Jd - 7, 10, "r")]);

        var properties = StoredDocuments.Properties(new LsstEnrichment(null), EnrichmentDocuments.Alert(Jd), own, partner);

        var joined = properties["multisurvey_photstats"];
        Assert.Equal((1, 6), (properties["photstats"]["r"]["dt"].AsDouble, joined["r"]["dt"].AsDouble));
        Assert.Equal((19, 4), (joined["r"]["peak_mag"].AsDouble, joined["r"]["rising"]["nb_data"].AsInt32));
        Assert.True(joined["r"]["rising"]["rate"].AsDouble < 0);
        Assert.Equal(18, joined["g"]["peak_mag"].AsDouble);
        Assert.Equal(BsonNull.Value, properties["photstats"]["g"]);
    }

    static BsonDocument Enrich(byte[] document, BsonDocument? alert = null) =>
        StoredDocuments.Properties(new LsstEnrichment(null), alert ?? EnrichmentDocuments.Alert(Jd), document);
}
