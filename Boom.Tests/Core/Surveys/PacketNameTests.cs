using System.Text;
using System.Text.Json.Nodes;
using Boom.Core.Surveys;
using Boom.Tests.Core.Surveys.Decam;
using Boom.Tests.Core.Surveys.Winter;
using Boom.Tests.Core.Surveys.Ztf;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Core.Surveys;

public sealed class PacketNameTests
{
    static readonly byte[] OfZtf = ZtfPacketEdits.Rich(1)[0];

    [Fact]
    public void Find_PacketsOfTheSurveys_AreTheirs()
    {
        Assert.Equal((Survey.Ztf, "ZTF (ztf.alert)"), Find(OfZtf));
        Assert.Equal((Survey.Decam, "DECAM (desirt.alert)"), Find(DecamPackets.Own(1)));
        Assert.Equal((Survey.Winter, "WINTER (winter.alert)"), Find(WinterPackets.Own(2024, 1)));
        Assert.Equal((Survey.Lsst, "LSST (registry framing, schema 1101)"), Find([0, 0, 0, 4, 77, 1, 2, 3]));
    }

    [Theory]
    [InlineData("decat.object", "DECAT, a list of sources of one object (decat.object)")]
    [InlineData("elasticc.v0_9.alert", "ELAsTiCC, a simulation (elasticc.v0_9.alert)")]
    [InlineData("atlas.alert", "ATLAS (atlas.alert)")]
    [InlineData("pgir.alert", "Palomar Gattini-IR (pgir.alert)")]
    [InlineData("turbo.alert", "TURBO (turbo.alert)")]
    [InlineData("askap.alert", "ASKAP (askap.alert)")]
    [InlineData("rapid.v00_02.alert", "Roman RAPID (rapid.v00_02.alert)")]
    [InlineData("lsst.v7_1.alert", "LSST (lsst.v7_1.alert)")]
    [InlineData("ztfish.alert", "ztfish.alert")]
    [InlineData("topLevelRecord", "topLevelRecord")]
    public void Find_RecordNames_StandForProjects(string name, string expected)
    {
        var (survey, description) = Find(ZtfPacketEdits.WithSchema(OfZtf, schema =>
        {
            var root = JsonNode.Parse(schema)!.AsObject();
            root["name"] = name;
            root.Remove("namespace");
            return root.ToJsonString();
        }));

        Assert.Equal(expected, description);
        Assert.Equal(name.StartsWith("lsst.", StringComparison.Ordinal) ? Survey.Lsst : (Survey?)null, survey);
    }

    [Theory]
    [InlineData("FFD8FFE000104A464946", "a JPEG image")]
    [InlineData("89504E470D0A1A0A", "a PNG image")]
    [InlineData("1F8B0800", "gzip-compressed")]
    [InlineData("28B52FFD00", "zstd-compressed")]
    [InlineData("504B0304", "a ZIP archive")]
    [InlineData("50415231", "a Parquet file")]
    public void Decode_OtherFiles_AreNamed(string hex, string expected) => AssertNamed(Convert.FromHexString(hex), expected);

    [Theory]
    [InlineData("SIMPLE  =                    T", "a FITS file")]
    [InlineData("<!DOCTYPE html><html>", "an HTML page")]
    [InlineData("\n <HTML>", "an HTML page")]
    [InlineData("\uFEFF<?xml version='1.0'?>", "an XML text")]
    [InlineData("{\"error\": 404}", "a JSON text")]
    [InlineData("[ {", "a JSON text")]
    public void Decode_OtherTexts_AreNamed(string text, string expected) => AssertNamed(Encoding.UTF8.GetBytes(text), expected);

    [Theory]
    [InlineData("{ and so on")]
    [InlineData("packet")]
    public void Decode_TextOfNoKind_IsNotAvro(string text)
    {
        var fault = ZtfPacketEdits.Refused(Encoding.UTF8.GetBytes(text));

        Assert.Equal(("not-avro", true), (fault.Reason, fault.Detail.Contains("does not begin as an Avro container", StringComparison.Ordinal)));
    }

    [Fact]
    public void Find_EveryPublishedPacket_IsNamed()
    {
        var alerts = Path.Combine(TestData.Require(), "alerts");

        foreach (var (folder, survey) in new (string, Survey?)[]
        {
            ("winter", Survey.Winter), ("elasticc", null), (Path.Combine("decam", "decat_object"), null), ("other", null), (Path.Combine("lsst", "v9.0"), Survey.Lsst),
            (Path.Combine("lsst", "v7.4_reencoded"), Survey.Lsst), (Path.Combine("ztf", "v1.3"), Survey.Ztf), (Path.Combine("ztf", "v4.02"), Survey.Ztf),
        })
        {
            foreach (var file in Directory.GetFiles(Path.Combine(alerts, folder), "*.avro", SearchOption.AllDirectories))
            {
                var (found, description) = Find(File.ReadAllBytes(file));
                Assert.Equal((file, survey), (file, found));
                Assert.Matches(@"^.+ \(.+\)$", description);
            }
        }
    }

    static void AssertNamed(byte[] packet, string expected)
    {
        Assert.Equal(((Survey?)null, expected), Find(packet));
        Assert.Equal(("not-avro", $"The packet is {expected}, not an Avro container."), (ZtfPacketEdits.Refused(packet).Reason, ZtfPacketEdits.Refused(packet).Detail));
    }

    static (Survey? Survey, string Description) Find(byte[] packet) => (PacketName.Find(packet, out var description), description);
}
