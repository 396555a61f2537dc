using Boom.Tests.Core.Avro;
using Boom.Tests.Core.Surveys.Ztf;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Core.Surveys.Winter;

public sealed class WinterDecoderTests
{
    [Fact]
    public void Map_PublishedPacket_HasThePublishedValues()
    {
        var stored = Assert.Single(StoredDocuments.Of(WinterPackets.Survey(), WinterPackets.Known()));
        var candidate = stored.Candidate;

        Assert.Equal(("WNTR24awati", 3608694), (stored.Alert["objectId"].AsString, stored.Alert["_id"].AsInt64));
        Assert.Equal((2460381.031487338, 2, true, 18156), (candidate["jd"].AsDouble, candidate["fid"].AsInt32, candidate["isdiffpos"].AsBoolean, candidate["field"].AsInt32));
        Assert.Equal(13.351143, candidate["magpsf"].AsDouble, 1e-6);
        Assert.Equal(0.028977085, candidate["sigmapsf"].AsDouble, 1e-6);
        Assert.Equal((262.57510324672927, 7.263941826142513), (candidate["ra"].AsDouble, candidate["dec"].AsDouble));
        Assert.Equal("j", candidate["band"].AsString);
        Assert.Equal(17.4557, candidate["sgmag1"].AsDouble, 1e-5);
        var points = stored.Arrays["prv_candidates"];
        Assert.Equal([2460380.0425021877, 2460381.031487338], points.Select(point => point["jd"].AsDouble));
        Assert.Equal((3563406, 18156), (points[0]["candid"].AsInt64, points[0]["fieldid"].AsInt32));
        Assert.Equal(17.472988, points[0]["magpsf"].AsDouble, 1e-6);
        Assert.Equal([11519, 11311, 23133], new[] { "cutoutScience", "cutoutTemplate", "cutoutDifference" }.Select(name => stored.Cutouts![name].AsByteArray.Length));
        Assert.Equal(30.2072112, stored.Alert["coordinates"]["l"].AsDouble, 1e-6);
        Assert.Equal(21.3287973, stored.Alert["coordinates"]["b"].AsDouble, 1e-6);
    }

    [Fact]
    public void Repaired_SchemaWithADoubledField_IsTakenByStrictReaders()
    {
        var packet = WinterPackets.Known();

        Assert.ThrowsAny<global::Avro.AvroException>(() => AvroOracle.Read(packet));
        Assert.Single(AvroOracle.Read(WinterPackets.Repaired(packet)));
        Assert.Equal(WinterPackets.Repaired(packet), WinterPackets.Repaired(WinterPackets.Repaired(packet)));
    }

    [Fact]
    public void Map_FieldDeclaredTwice_HasTheFirstValueUnderOneKey()
    {
        var packet = WinterPackets.Own(2024, 5, change: record =>
        {
            record.Record("candidate").Add("sgmag1", 17f);
            record.Record("candidate").Add("sgmag1__again", 18f);
        });

        var candidate = Assert.Single(StoredDocuments.Of(WinterPackets.Survey(), packet)).Candidate;

        Assert.Equal(17, candidate["sgmag1"].AsDouble);
        Assert.Single(candidate.Names, name => name.StartsWith("sgmag1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1", 0, null)]
    [InlineData("1", 1, "y")]
    [InlineData("1", 2, "j")]
    [InlineData("1", 3, "h")]
    [InlineData("1", 4, null)]
    [InlineData("0", 0, "y")]
    [InlineData("0", 1, "j")]
    [InlineData("0", 2, "h")]
    [InlineData("0", 3, "k")]
    [InlineData("0", 4, null)]
    [InlineData("0", -1, null)]
    public void Map_FilterNumber_IsCountedFromTheFirst(string firstFilter, int fid, string? band)
    {
        var packet = WinterPackets.Own(2024, 5, change: record => record.Record("candidate").Add("fid", fid));

        var stored = Assert.Single(StoredDocuments.Of(WinterPackets.Survey(firstFilter), packet));

        Assert.Equal(band, stored.Candidate.Contains("band") ? stored.Candidate["band"].AsString : null);
        var point = stored.Arrays["prv_candidates"][^1];
        Assert.Equal(band, point.Contains("band") ? point["band"].AsString : null);
    }

    [Fact]
    public void Map_PacketWithoutField_HasFieldZero()
    {
        var packet = ZtfPacketEdits.WithSchema(WinterPackets.Own(2024, 5), schema => schema.Replace("\"field\"", "\"raster\"", StringComparison.Ordinal));

        Assert.Equal(0, Assert.Single(StoredDocuments.Of(WinterPackets.Survey(), packet)).Candidate["field"].AsInt32);
    }

    [Fact]
    public void Map_NoHistory_HasTheAlertAlone() => Assert.Single(
        Assert.Single(StoredDocuments.Of(WinterPackets.Survey(), WinterPackets.Own(2024, 5, change: record => record.Add("prv_candidates", null)))).Arrays["prv_candidates"]);

    [Fact]
    public void Map_PointOfTheAlertsOwnTime_GivesWayToTheAlert()
    {
        var packet = WinterPackets.Own(2024, 5, points: 1, change: record =>
        {
            record.Records("prv_candidates")[0].Add("jd", record.Record("candidate").Get("jd"));
            record.Records("prv_candidates")[0].Add("magpsf", 1f);
        });

        var stored = Assert.Single(StoredDocuments.Of(WinterPackets.Survey(), packet));

        Assert.Equal(stored.Candidate["magpsf"], Assert.Single(stored.Arrays["prv_candidates"])["magpsf"]);
    }

    [Theory]
    [InlineData("magpsf", -999f)]
    [InlineData("sigmapsf", 0f)]
    [InlineData("magpsf", float.NaN)]
    public void Map_PointThatIsNoDetection_IsLeftOut(string field, float value)
    {
        var packet = WinterPackets.Own(2024, 5, points: 1, change: record => record.Records("prv_candidates")[0].Add(field, value));

        Assert.Single(Assert.Single(StoredDocuments.Of(WinterPackets.Survey(), packet)).Arrays["prv_candidates"]);
    }

    [Theory]
    [InlineData("jd", 60000.0, "jd")]
    [InlineData("ra", double.NaN, "coordinates")]
    [InlineData("dec", 91.0, "coordinates")]
    [InlineData("magpsf", 99f, "photometry")]
    [InlineData("sigmapsf", float.NaN, "photometry")]
    public void Decode_WhatCannotBe_IsRefused(string field, object value, string reason)
    {
        var fault = StoredDocuments.Refused(WinterPackets.Survey(), WinterPackets.Own(2026, 5, change: record => record.Record("candidate").Add(field, value)));

        Assert.Equal((reason, 5L, "WNTR20265"), (fault.Reason, fault.Candid, fault.ObjectId));
    }

    [Fact]
    public void Decode_CandidateWithoutMagnitude_NamesTheField()
    {
        var packet = ZtfPacketEdits.WithSchema(WinterPackets.Own(2024, 5), schema => schema.Replace("\"magpsf\"", "\"brightness\"", StringComparison.Ordinal));

        var fault = StoredDocuments.Refused(WinterPackets.Survey(), packet);

        Assert.Equal("missing-field", fault.Reason);
        Assert.Contains("candidate.magpsf", fault.Detail);
    }

    [Fact]
    public void Decode_EmptyObjectId_IsRefused() => Assert.Equal(
        "object", StoredDocuments.Refused(WinterPackets.Survey(), WinterPackets.Own(2024, 5, change: record => record.Add("objectid", ""))).Reason);

    [Fact]
    public void Decode_Damage_EndsInAlertsOrFault() => PacketDamage.Try(
        WinterPackets.Survey(),
        [
            .. WinterPackets.Years.SelectMany(year => Enumerable.Range(1, 4).Select(seed => WinterPackets.Own(year, seed))),
            .. TestData.Folder is null ? [] : WinterPackets.Published("v2022").Concat(WinterPackets.Published("v2024")).Select(File.ReadAllBytes),
        ]);
}
