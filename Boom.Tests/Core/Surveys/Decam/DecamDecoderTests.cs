using Avro.Generic;
using Boom.Core.Surveys.Decam;
using Boom.Tests.Core.Avro;
using Boom.Tests.Core.Surveys.Ztf;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Core.Surveys.Decam;

public sealed class DecamDecoderTests
{
    static readonly DecamSurvey Survey = new();

    [Fact]
    public void Map_PublishedPacket_HasThePublishedValues()
    {
        var stored = Assert.Single(StoredDocuments.Of(Survey, DecamPackets.Published()));
        var candidate = stored.Candidate;

        Assert.Equal((65346, "c4d_260708_015517_xxx_g_dts-1511-140151997p15275543"), (stored.Alert["_id"].AsInt64, stored.Alert["objectId"].AsString));
        Assert.Equal((210.46665487799385, 15.465407817355283, "g"), (candidate["ra"].AsDouble, candidate["dec"].AsDouble, candidate["band"].AsString));
        Assert.Equal(0.93080384, candidate["reliability"].AsDouble, 1e-6);
        Assert.Equal(2461229.58006057, candidate["jd"].AsDouble, 1e-6);
        Assert.Equal((23.554045, 0.2014992), (candidate["magap"].AsDouble, candidate["sigmagap"].AsDouble));
        Assert.Equal(5.3882904, candidate["snr"].AsDouble, 1e-6);
        var forced = Assert.Single(stored.Arrays["fp_hists"]);
        Assert.Equal((23.554045, 0.2014992, candidate["jd"].AsDouble, "g"), (forced["magap"].AsDouble, forced["sigmagap"].AsDouble, forced["jd"].AsDouble, forced["band"].AsString));
        Assert.Equal([14984, 13988, 14953], new[] { "cutoutScience", "cutoutTemplate", "cutoutDifference" }.Select(name => stored.Cutouts![name].AsByteArray.Length));
        Assert.Equal(1.0179565, stored.Alert["coordinates"]["l"].AsDouble, 1e-6);
        Assert.Equal(69.9126858, stored.Alert["coordinates"]["b"].AsDouble, 1e-6);
    }

    [Theory]
    [InlineData("Y")]
    [InlineData("VR")]
    [InlineData("N964")]
    public void Map_BandOfAnyName_IsStoredAsSent(string band) =>
        Assert.Equal(band, Stored(record => record.Record("candidate").Add("band", band)).Candidate["band"].AsString);

    [Fact]
    public void Map_EmptyBand_IsAbsent() => Assert.False(Stored(record => record.Record("candidate").Add("band", " ")).Candidate.Contains("band"));

    [Theory]
    [InlineData("forcediffimflux", "forcediffimflux,snr,snr_psf")]
    [InlineData("forcediffimfluxunc", "forcediffimfluxunc,snr,snr_psf")]
    [InlineData("forcediffimmag", "magap")]
    [InlineData("forcediffimmagunc", "sigmagap")]
    [InlineData("diffmaglim", "diffmaglim")]
    [InlineData("reliability", "reliability")]
    public void Map_NoNumber_CostsTheFieldsThatNeedIt(string field, string absent)
    {
        var whole = Stored(Sound).Candidate.Names.ToList();
        foreach (var value in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            var names = Stored(record =>
            {
                Sound(record);
                record.Record("candidate").Add(field, value);
            }).Candidate.Names;

            Assert.Equal(whole.Except(absent.Split(',')), names);
        }
    }

    [Fact]
    public void Map_FluxBelowTheReference_HasASignedAndAnAbsoluteRatio()
    {
        var candidate = Stored(record =>
        {
            record.Record("candidate").Add("forcediffimflux", -6.0);
            record.Record("candidate").Add("forcediffimfluxunc", 2.0);
        }).Candidate;

        Assert.Equal((-3.0, 3.0), (candidate["snr"].AsDouble, candidate["snr_psf"].AsDouble));
    }

    [Fact]
    public void Map_MagnitudeThatIsNone_IsListedWithoutOne()
    {
        var stored = Stored(record => record.Record("candidate").Add("forcediffimmag", 99.0));

        Assert.Null(stored.Write.Magpsf);
        Assert.Equal(99, stored.Candidate["magap"].AsDouble);
    }

    [Fact]
    public void Map_ForcedPointWithoutTime_IsLeftOut() =>
        Assert.Equal(2, Stored(record => record.Records("fp_hists")[1].Add("mjd", double.NaN), DistinctDays).Arrays["fp_hists"].Count);

    [Theory]
    [InlineData("mjd", double.NaN, "jd")]
    [InlineData("mjd", 2461000.5, "jd")]
    [InlineData("ra", -1.0, "coordinates")]
    [InlineData("dec", double.NaN, "coordinates")]
    public void Decode_NoTimeOrPlace_IsRefused(string field, double value, string reason)
    {
        var fault = StoredDocuments.Refused(Survey, DecamPackets.Own(7, change: record => record.Record("candidate").Add(field, value)));

        Assert.Equal((reason, 7L, "c4d_7"), (fault.Reason, fault.Candid, fault.ObjectId));
    }

    [Fact]
    public void Decode_EmptyObjectId_IsRefused() =>
        Assert.Equal("object", StoredDocuments.Refused(Survey, DecamPackets.Own(7, change: record => record.Add("objectId", ""))).Reason);

    [Fact]
    public void Decode_NoCandidate_NamesTheField()
    {
        var packet = ZtfPacketEdits.WithSchema(DecamPackets.Own(7), schema => schema.Replace("\"candid\"", "\"number\"", StringComparison.Ordinal));

        var fault = StoredDocuments.Refused(Survey, packet);

        Assert.Equal("missing-field", fault.Reason);
        Assert.Contains("candid", fault.Detail);
    }

    [Fact]
    public void Decode_ObjectFilesOfDecat_AreNamedAndRefused()
    {
        var files = Directory.GetFiles(Path.Combine(TestData.Require(), "alerts", "decam", "decat_object"));

        Assert.Equal(12, files.Length);
        Assert.All(files, file => Assert.Equal(
            ("foreign", "Packet of DECAT, a list of sources of one object (decat.object), not of DECAM."),
            (StoredDocuments.Refused(Survey, File.ReadAllBytes(file)).Reason, StoredDocuments.Refused(Survey, File.ReadAllBytes(file)).Detail)));
    }

    [Fact]
    public void Decode_Damage_EndsInAlertsOrFault() => PacketDamage.Try(
        Survey, [.. Enumerable.Range(1, 10).Select(seed => DecamPackets.Own(seed)), .. TestData.Folder is null ? [] : new[] { DecamPackets.Published() }]);

    static StoredDocuments Stored(params Action<GenericRecord>[] changes) => Assert.Single(StoredDocuments.Of(Survey, DecamPackets.Own(7, change: record =>
    {
        foreach (var change in changes)
            change(record);
    })));

    static void Sound(GenericRecord record)
    {
        record.Record("candidate").Add("forcediffimfluxunc", 2.0);
        record.Record("candidate").Add("reliability", 0.5);
    }

    static void DistinctDays(GenericRecord record)
    {
        foreach (var (i, point) in record.Records("fp_hists").Index())
            point.Add("mjd", double.IsNaN((double)point.Get("mjd")!) ? double.NaN : 60900.0 + i);
    }
}
