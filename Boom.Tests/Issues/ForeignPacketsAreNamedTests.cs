using System.Text.Json.Nodes;
using Boom.Core.Surveys;
using Boom.Tests.Core.Surveys.Ztf;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>A packet of another survey with fields of the same names was stored as an alert of ZTF.</summary>
public sealed class ForeignPacketsAreNamedTests
{
    static readonly byte[] Packet = ZtfPacketEdits.Rich(1)[0];

    [Fact]
    public void FieldCase_WinterPacket_IsNamed()
    {
        var fault = ZtfPacketEdits.Refused(TestCases.Read("winter-as-ztf", "3608694.avro"));

        Assert.Equal(("foreign", "Packet of WINTER (winter.alert), not of ZTF."), (fault.Reason, fault.Detail));
    }

    [Theory]
    [InlineData("winter.alert", "WINTER (winter.alert)")]
    [InlineData("pgir.alert", "Palomar Gattini-IR (pgir.alert)")]
    [InlineData("ztfish.alert", "ztfish.alert")]
    [InlineData("desirt.alert", "DECAM (desirt.alert)")]
    public void Decode_AnotherNamespace_IsNamed(string name, string described) =>
        Assert.Equal($"Packet of {described}, not of ZTF.", ZtfPacketEdits.Refused(Named(null, name)).Detail);

    [Theory]
    [InlineData(null, "ztf.alert")]
    [InlineData("ztf", "alert")]
    [InlineData("other", "ztf.alert")]
    [InlineData(null, "ztf.v5_0.alert")]
    [InlineData(null, "topLevelRecord")]
    public void Decode_NamesOfZtfAndNoNames_AreTaken(string? space, string name) => Assert.NotNull(ZtfPacketEdits.Decode(Named(space, name)));

    [Theory]
    [InlineData("WNTR24awati")]
    [InlineData("")]
    public void Decode_NoNamespaceAndAnotherObject_IsNamed(string objectId)
    {
        var other = ZtfPacketEdits.Changed(Packet, record => record.Add("objectId", objectId));

        var fault = ZtfPacketEdits.Refused(Named(null, "topLevelRecord", other));

        Assert.Equal("foreign", fault.Reason);
        Assert.StartsWith("Packet of topLevelRecord,", fault.Detail);
    }

    [Fact]
    public void Decode_RegistryFraming_IsNamed()
    {
        var fault = ZtfPacketEdits.Refused([0, 0, 0, 0x03, 0x84, 1, 2, 3]);

        Assert.Equal(("foreign", "Packet in registry framing, as LSST sends them (schema 900), not of ZTF."), (fault.Reason, fault.Detail));
    }

    [Fact]
    public void Decode_PacketsOfOtherSurveys_AreAllNamed()
    {
        var folder = Path.Combine(TestData.Require(), "alerts");
        string[] others = ["winter", "other", "decam", "elasticc", "lsst"];
        var packets = others.SelectMany(name => Directory.GetFiles(Path.Combine(folder, name), "*.avro", SearchOption.AllDirectories))
            .Select(File.ReadAllBytes).Where(packet => packet.AsSpan().StartsWith("Obj\x01"u8)).ToArray();

        Assert.True(packets.Length > 60, $"only {packets.Length}");
        Assert.All(packets, packet => Assert.Matches(@"^Packet of .+ \([\w.]+\), not of ZTF\.$", ZtfPacketEdits.Refused(packet).Detail));
    }

    [Fact]
    public void IsOfZtf_OnlyTheNamespace_Counts()
    {
        Assert.True(PacketName.IsOf(Survey.Ztf, "ztf.alert"));
        Assert.False(PacketName.IsOf(Survey.Ztf, "ztf"));
        Assert.False(PacketName.IsOf(Survey.Ztf, "alert.ztf"));
    }

    static byte[] Named(string? space, string name, byte[]? packet = null) => ZtfPacketEdits.WithSchema(packet ?? Packet, schema =>
    {
        var root = JsonNode.Parse(schema)!.AsObject();
        root["name"] = name;
        root.Remove("namespace");
        if (space is not null)
            root["namespace"] = space;
        return root.ToJsonString();
    });
}
