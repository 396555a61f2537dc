using Boom.Core.Sky;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Tests.Support;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Pipeline;

/// <summary>The alert whose stored documents and statistics are published, from its packet to its properties.</summary>
public sealed class PublishedAlertTests : IDisposable
{
    const long Candid = 2695378462115010012;
    const string ObjectId = "ZTF18abudxnw";

    readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Ingest_Once_StoresAlertObjectAndCutouts()
    {
        var outcome = await _fixture.IngestAsync(Packet());

        Assert.Equal(PacketOutcome.Stored, Assert.Single(outcome.Ledger).Outcome);
        var alert = await _fixture.AlertAsync(Candid);
        Assert.Equal((ObjectId, 295.3031995, -10.3958989), (alert["objectId"].AsString, alert["candidate"]["ra"].AsDouble, alert["candidate"]["dec"].AsDouble));
        var document = await _fixture.ObjectAsync(ObjectId);
        Assert.Equal((8, 3, 10), (document["prv_candidates"].AsBsonArray.Count, document["prv_nondetections"].AsBsonArray.Count, document["fp_hists"].AsBsonArray.Count));
        Assert.False(document.Contains("version"));
        var own = document["prv_candidates"].AsBsonArray.Single(p => p.AsBsonDocument.Contains("drb"));
        Assert.Equal((Candid, alert["candidate"]["jd"]), (own["candid"].AsInt64, own["jd"]));
        var cutouts = StoreFixture.Parse((await _fixture.Store.ReadCutoutsAsync(Survey.Ztf, Candid, default))!);
        Assert.Equal(13107, cutouts["cutoutScience"].AsByteArray.Length);
    }

    [Fact]
    public async Task Ingest_Again_IsADuplicateThatChangesNothing()
    {
        await _fixture.IngestAsync(Packet());
        var before = (await _fixture.AlertAsync(Candid), await _fixture.ObjectAsync(ObjectId));

        var outcome = await _fixture.IngestAsync(Packet());

        Assert.Equal(PacketOutcome.Duplicate, Assert.Single(outcome.Ledger).Outcome);
        Assert.Equal(before, (await _fixture.AlertAsync(Candid), await _fixture.ObjectAsync(ObjectId)));
    }

    [Fact]
    public async Task Ingest_DuplicateNotEnriched_IsHandedOnAgain()
    {
        await _fixture.IngestAsync(Packet());

        Assert.Single((await _fixture.IngestAsync(Packet())).Forward);
        await _fixture.EnrichAsync(Candid);
        Assert.Empty((await _fixture.IngestAsync(Packet())).Forward);
    }

    [Fact]
    public async Task Ingest_TwiceInOneBatch_IsStoredOnce()
    {
        var outcome = await _fixture.IngestAsync(Packet(), Packet());

        Assert.Equal([PacketOutcome.Stored, PacketOutcome.Duplicate], outcome.Ledger.Select(e => e.Outcome));
        Assert.Single(outcome.Forward);
    }

    [Theory]
    [InlineData("g", 15.6940, 2460441.971956, 26.956516)]
    [InlineData("r", 14.3987, 2460441.922303, 25.922222)]
    public async Task Enrich_Photstats_HavePublishedPeaks(string band, double peakMag, double peakJd, double dt)
    {
        var stats = (await PropertiesAsync())["photstats"][band];

        Assert.Equal(peakMag, stats["peak_mag"].AsDouble, 1e-6);
        Assert.Equal(peakJd, stats["peak_jd"].AsDouble, 1e-6);
        Assert.Equal(dt, stats["dt"].AsDouble, 1e-6);
    }

    [Theory]
    [InlineData("g", "rising", -0.086736, 82.419716, 21.008194)]
    [InlineData("g", "fading", 0.038436, 1.654100, 5.948322)]
    [InlineData("r", "rising", -0.023725, 70.454285, 17.966065)]
    [InlineData("r", "fading", 0.063829, double.NaN, 7.956157)]
    public async Task Enrich_Photstats_HavePublishedRates(string band, string side, double rate, double redChi2, double dt)
    {
        var fit = (await PropertiesAsync())["photstats"][band][side];

        Assert.Equal(rate, fit["rate"].AsDouble, 1e-6);
        Assert.Equal(redChi2, fit["red_chi2"].AsDouble, 1e-6);
        Assert.Equal(dt, fit["dt"].AsDouble, 1e-6);
        Assert.Equal(BsonType.Int32, fit["nb_data"].BsonType);
    }

    [Fact]
    public async Task Enrich_Flags_AreThePublishedOnes()
    {
        var properties = await PropertiesAsync();

        Assert.Equal((false, true, true, true), (
            properties["rock"].AsBoolean, properties["star"].AsBoolean, properties["near_brightstar"].AsBoolean, properties["stationary"].AsBoolean));
        Assert.Equal(properties["photstats"].ToJson(), properties["multisurvey_photstats"].ToJson());
        Assert.Equal(
            """{ "is_sso" : false, "designation" : null, "separation_arcsec" : null, "predicted_mag" : null, "source" : null }""",
            properties["sso"].ToJson());
        Assert.Equal(11, (await _fixture.AlertAsync(Candid))["boom"]["enrichment"]["points"].AsInt32);
    }

    [Theory]
    [InlineData(1.1, false)]
    [InlineData(0.9, true)]
    [InlineData(0.1, true)]
    public async Task Ingest_LsstObjectNearby_IsAliasWithinTwoArcsec(double fraction, bool expected)
    {
        await _fixture.AddObjectAsync(Survey.Lsst, "4711", new SkyPosition(295.3031995, -10.3958989 + (fraction * 2 / 3600)));

        await _fixture.IngestAsync(Packet());

        Assert.Equal(expected ? ["4711"] : [], (await _fixture.ObjectAsync(ObjectId))["aliases"]["LSST"].AsBsonArray.Select(v => v.AsString));
    }

    [Fact]
    public async Task Ingest_TwoLsstObjectsNearby_TakesTheNearest()
    {
        foreach (var (id, fraction) in new[] { ("far", 0.9), ("near", 0.1), ("middle", 0.5) })
            await _fixture.AddObjectAsync(Survey.Lsst, id, new SkyPosition(295.3031995, -10.3958989 + (fraction * 2 / 3600)));

        await _fixture.IngestAsync(Packet());

        Assert.Equal("near", (await _fixture.ObjectAsync(ObjectId))["aliases"]["LSST"][0].AsString);
    }

    [Fact]
    public async Task Ingest_DecamObjectNearby_IsAlias()
    {
        await _fixture.AddObjectAsync(Survey.Decam, "c4d", new SkyPosition(295.3031995, -10.3958989 + (0.9 * 2 / 3600)));

        await _fixture.IngestAsync(Packet());

        Assert.Equal("c4d", (await _fixture.ObjectAsync(ObjectId))["aliases"]["DECAM"][0].AsString);
    }

    async Task<BsonDocument> PropertiesAsync()
    {
        await _fixture.IngestAsync(Packet());
        await _fixture.EnrichAsync(Candid);
        return (await _fixture.AlertAsync(Candid))["properties"].AsBsonDocument;
    }

    static byte[] Packet() => File.ReadAllBytes(TestData.ZtfPacket($"{Candid}.avro"));
}
