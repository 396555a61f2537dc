using Avro.Generic;
using Boom.Core.Surveys.Decam;
using Boom.Tests.Core.Avro;
using Boom.Tests.Core.Surveys.Ztf;
using Xunit;

namespace Boom.Tests.Core.Surveys.Decam;

/// <summary>
/// Stored documents of DECam packets, real and our own, against an independent derivation: the packet read by Apache.Avro, the fields of the data model picked
/// one by one.
/// </summary>
public sealed class DecamGoldenTests
{
    static readonly DecamSurvey Survey = new();

    [Fact]
    public void Map_PublishedPacket_IsStoredFieldByField() => Check(DecamPackets.Published());

    [Fact]
    public void Map_OwnPackets_AreStoredFieldByField()
    {
        for (var seed = 1; seed <= 200; seed++)
            Check(DecamPackets.Own(seed, points: seed % 12));
    }

    static void Check(byte[] packet)
    {
        var record = Assert.Single(AvroOracle.Read(packet));
        var stored = Assert.Single(StoredDocuments.Of(Survey, packet));
        var candidate = record.Record("candidate");
        var expected = Source(candidate);

        Assert.Equal((record.Get("candid"), record.Get("objectId")), (stored.Alert["_id"].AsInt64, stored.Alert["objectId"].AsString));
        StoredDocuments.AssertSame(expected, stored.Candidate);
        StoredDocuments.AssertSame(expected, Assert.Single(stored.Arrays["prv_candidates"]));
        var forced = record.Records("fp_hists").GroupBy(point => (double)point.Get("mjd")!).OrderBy(group => group.Key).Select(group => Measurement(group.First())).ToList();
        Assert.Equal(forced.Count, stored.Arrays["fp_hists"].Count);
        foreach (var (point, document) in forced.Zip(stored.Arrays["fp_hists"]))
            StoredDocuments.AssertSame(point, document);
        foreach (var name in new[] { "cutoutScience", "cutoutTemplate", "cutoutDifference" })
            Assert.Equal((byte[])record.Get(name)!, stored.Cutouts![name].AsByteArray);
        stored.AssertFrame(["ZTF", "LSST"]);
        Assert.Equal(["_id", "objectId", "candidate", "coordinates", "created_at", "updated_at", "boom"], stored.Alert.Names);
    }

    static Dictionary<string, object> Source(GenericRecord candidate)
    {
        var expected = Measurement(candidate);
        expected["ra"] = candidate.Get("ra")!;
        expected["dec"] = candidate.Get("dec")!;
        if (candidate.Get("reliability") is { } reliability)
            expected["reliability"] = reliability;
        return expected;
    }

    static Dictionary<string, object> Measurement(GenericRecord record)
    {
        var expected = new Dictionary<string, object>
        {
            ["jd"] = (double)record.Get("mjd")! + 2400000.5,
            ["magap"] = record.Get("forcediffimmag")!,
            ["sigmagap"] = record.Get("forcediffimmagunc")!,
        };
        foreach (var name in new[] { "mjd", "forcediffimflux", "forcediffimfluxunc", "band", "diffmaglim" })
            expected[name] = record.Get(name)!;
        double flux = (double)record.Get("forcediffimflux")!, error = (double)record.Get("forcediffimfluxunc")!;
        if (error > 0)
        {
            expected["snr"] = flux / error;
            expected["snr_psf"] = Math.Abs(flux / error);
        }

        return expected;
    }
}
