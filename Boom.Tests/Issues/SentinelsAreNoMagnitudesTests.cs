using Avro.Generic;
using Boom.Core.Surveys.Ztf;
using Boom.Tests.Core.Surveys.Ztf;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>
/// A sentinel where a magnitude, error, zero point or limit belongs was computed with: fluxes of ±Infinity, ratios of NaN, and an alert
/// of -999 mag at the head of the brightest.
/// </summary>
public sealed class SentinelsAreNoMagnitudesTests
{
    static readonly byte[] Packet = ZtfPacketEdits.Rich(1)[0];

    [Theory]
    [InlineData("magpsf", -999f)]
    [InlineData("magpsf", 0f)]
    [InlineData("magpsf", 99f)]
    [InlineData("magpsf", float.NaN)]
    [InlineData("sigmapsf", 0f)]
    [InlineData("sigmapsf", -0.1f)]
    [InlineData("sigmapsf", -999f)]
    [InlineData("sigmapsf", float.PositiveInfinity)]
    [InlineData("sigmapsf", 3e38f)]
    [InlineData("sigmapsf", 1e-45f)]
    public void Candidate_WithoutMagnitude_IsADeadLetter(string field, float value)
    {
        var fault = ZtfPacketEdits.Refused(Candidate(field, value));

        Assert.Equal("photometry", fault.Reason);
        Assert.EndsWith("not a magnitude.", fault.Detail);
        Assert.NotNull(fault.Candid);
    }

    [Theory]
    [InlineData("magap", -999f)]
    [InlineData("sigmagap", 0f)]
    [InlineData("sigmagap", -999f)]
    [InlineData("sigmagap", float.NaN)]
    public void Candidate_WithoutApertureMagnitude_IsStoredAsSentWithoutApertureFlux(string field, float value)
    {
        var candidate = ZtfPacketEdits.Decode(Candidate(field, value)).Candidate;

        Assert.Equal((null, null, null), (candidate.Point.ApFlux, candidate.Point.ApFluxErr, candidate.Point.SnrAp));
        Assert.Equal(value, field == "magap" ? candidate.Point.Magap : candidate.Point.Sigmagap);
        Assert.True(candidate.Point.SnrPsf > 0);
    }

    [Theory]
    [InlineData("diffmaglim", -999f)]
    [InlineData("ssdistnr", -999f)]
    [InlineData("magzpsci", -999f)]
    [InlineData("srmag1", -999f)]
    public void Candidate_SentinelOfAColumn_IsStoredAsSent(string field, float value)
    {
        var candidate = ZtfPacketEdits.Decode(Candidate(field, value)).Candidate;

        Assert.Equal(value, field switch
        {
            "diffmaglim" => candidate.Point.Diffmaglim,
            "ssdistnr" => candidate.Point.Ssdistnr,
            "magzpsci" => candidate.Point.Magzpsci,
            _ => candidate.Srmag1,
        });
    }

    [Theory]
    [InlineData("magpsf", -999f)]
    [InlineData("sigmapsf", 0f)]
    [InlineData("sigmapsf", -999f)]
    public void Detection_WithoutMagnitude_IsDroppedAndTheAlertStays(string field, float value)
    {
        var whole = ZtfPacketEdits.Decode(Packet);
        var alert = ZtfPacketEdits.Decode(ZtfPacketEdits.Changed(Packet, record => FirstDetection(record).Add(field, value)));

        Assert.Equal(whole.Detections.Count - 1, alert.Detections.Count);
        Assert.Equal(whole.NonDetections.Count, alert.NonDetections.Count);
    }

    [Theory]
    [InlineData(-1005.48f)]
    [InlineData(0f)]
    [InlineData(float.NaN)]
    [InlineData(99f)]
    public void UpperLimit_ThatIsNone_IsDropped(float limit)
    {
        var whole = ZtfPacketEdits.Decode(Packet);
        var alert = ZtfPacketEdits.Decode(ZtfPacketEdits.Changed(Packet, record => FirstLimit(record).Add("diffmaglim", limit)));

        Assert.Equal(whole.NonDetections.Count - 1, alert.NonDetections.Count);
        Assert.All(alert.NonDetections, point => Assert.True(float.IsFinite(point.PsfFluxErr) && point.PsfFluxErr > 0));
    }

    [Theory]
    [InlineData("magzpsci", -999f)]
    [InlineData("magzpsci", 0f)]
    [InlineData("magzpsci", float.NaN)]
    [InlineData("forcediffimfluxunc", 0f)]
    [InlineData("forcediffimfluxunc", -1f)]
    [InlineData("forcediffimfluxunc", float.PositiveInfinity)]
    [InlineData("forcediffimflux", 3e38f)]
    public void ForcedPoint_ThatCannotBe_IsDropped(string field, float value)
    {
        var whole = ZtfPacketEdits.Decode(Packet);
        var alert = ZtfPacketEdits.Decode(ZtfPacketEdits.Changed(Packet, record => record.Records("fp_hists")[0].Add(field, value)));

        Assert.Equal(whole.FpHists.Count - 1, alert.FpHists.Count);
    }

    [Theory]
    [InlineData("prv_candidates", 0.0)]
    [InlineData("fp_hists", -999.0)]
    [InlineData("fp_hists", 1e300)]
    public void HistoryPoint_WithoutDate_IsDropped(string array, double jd)
    {
        var whole = ZtfPacketEdits.Decode(Packet);
        var alert = ZtfPacketEdits.Decode(ZtfPacketEdits.Changed(Packet, record => record.Records(array)[0].Add("jd", jd)));

        Assert.Equal(Count(whole) - 1, Count(alert));
    }

    [Theory]
    [InlineData("mag_m999.avro")]
    [InlineData("sigma_0.avro")]
    [InlineData("sigma_neg.avro")]
    public void FieldCase_WithoutMagnitude_IsADeadLetter(string file) =>
        Assert.Equal("photometry", ZtfPacketEdits.Refused(TestCases.Read("sentinels", file)).Reason);

    [Fact]
    public void FieldCase_ForcedPhotometryWithoutZeroPoint_IsDropped() => Assert.All(
        ZtfPacketEdits.Decode(TestCases.Read("sentinels", "fp_bad.avro")).FpHists,
        point => Assert.True(point.Magzpsci > 0 && float.IsFinite(point.PsfFluxErr)));

    [Fact]
    public void FieldCase_LimitOfMinusThousand_IsDropped() => Assert.All(
        ZtfPacketEdits.Decode(TestCases.Read("diffmaglim", "558196561915015026.avro")).NonDetections,
        point => Assert.True(point.Diffmaglim > 0 && float.IsFinite(point.PsfFluxErr)));

    static int Count(ZtfAlert alert) => alert.Detections.Count + alert.NonDetections.Count + alert.FpHists.Count;

    static byte[] Candidate(string field, float value) =>
        ZtfPacketEdits.Changed(Packet, record => record.Record("candidate").Add(field, value));

    static GenericRecord FirstDetection(GenericRecord record) =>
        record.Records("prv_candidates").First(point => point.TryGetValue("magpsf", out var value) && value is not null);

    static GenericRecord FirstLimit(GenericRecord record) =>
        record.Records("prv_candidates").First(point => point.TryGetValue("magpsf", out var value) && value is null);
}
