using Boom.Core.Bson;
using Boom.Core.Surveys.Ztf;
using Boom.Tests.Core.Surveys.Ztf;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>A schema that widens its numbers (float to double, int to long) made every packet a dead letter.</summary>
public sealed class WidenedNumbersTests
{
    static readonly byte[] Packet = ZtfPacketEdits.Rich(1)[0];

    [Theory]
    [InlineData("float", "double")]
    [InlineData("int", "long")]
    [InlineData("int", "double")]
    [InlineData("int", "float")]
    public void Decode_OtherTypesForAllFields_StoresTheSameDocument(string from, string to)
    {
        var widened = ZtfPacketEdits.Retyped(Packet, schema => schema.Replace($"\"{from}\"", $"\"{to}\"", StringComparison.Ordinal));

        Assert.NotEqual(Packet.Length, widened.Length);
        Assert.Equal(Stored(ZtfPacketEdits.Decode(Packet)), Stored(ZtfPacketEdits.Decode(widened)));
    }

    [Theory]
    [InlineData("candidate", "magpsf")]
    [InlineData("candidate", "sky")]
    public void Decode_BeyondSinglePrecision_NamesTheField(string record, string field)
    {
        var wide = ZtfPacketEdits.Retyped(Packet, schema => schema.Replace("\"float\"", "\"double\"", StringComparison.Ordinal));

        var fault = ZtfPacketEdits.Refused(ZtfPacketEdits.Changed(wide, packet => packet.Record(record).Add(field, 1e39)));

        Assert.Equal("out-of-range", fault.Reason);
        Assert.Contains($"The value 1E+39 is beyond single precision (at byte ", fault.Detail, StringComparison.Ordinal);
        Assert.EndsWith($"field {record}.{field}).", fault.Detail);
    }

    [Fact]
    public void Decode_BeyondSinglePrecisionInTheHistory_NamesThePoint()
    {
        var wide = ZtfPacketEdits.Retyped(Packet, schema => schema.Replace("\"float\"", "\"double\"", StringComparison.Ordinal));

        var fault = ZtfPacketEdits.Refused(ZtfPacketEdits.Changed(wide, packet => packet.Records("fp_hists")[1].Add("forcediffimflux", -1e200)));

        Assert.EndsWith("field fp_hists[1].forcediffimflux).", fault.Detail);
    }

    [Fact]
    public void Decode_LongBeyondInt_NamesTheField()
    {
        var wide = ZtfPacketEdits.Retyped(Packet, schema => schema.Replace("\"int\"", "\"long\"", StringComparison.Ordinal));

        var fault = ZtfPacketEdits.Refused(ZtfPacketEdits.Changed(wide, packet => packet.Record("candidate").Add("ndethist", 1L << 40)));

        Assert.Equal("out-of-range", fault.Reason);
        Assert.EndsWith("field candidate.ndethist).", fault.Detail);
    }

    [Fact]
    public void Decode_CandidAsDouble_IsRefusedRatherThanRounded()
    {
        var wide = ZtfPacketEdits.Retyped(Packet, schema => schema.Replace("\"long\"", "\"double\"", StringComparison.Ordinal));

        var fault = ZtfPacketEdits.Refused(wide);

        Assert.Equal("out-of-range", fault.Reason);
        Assert.Contains("is no whole number up to", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void FieldCase_FloatsAsDoubles_AreTaken() =>
        Assert.Equal(17.7378731f, ZtfPacketEdits.Decode(TestCases.Read("double-for-float", "schema_double.avro")).Candidate.Point.Magpsf);

    static string Stored(ZtfAlert alert)
    {
        using var writer = new BsonWriter();
        writer.BeginRoot();
        ZtfBson.Candidate(writer, alert.Candidate);
        var text = new System.Text.StringBuilder(BsonJson.ToJson(writer.EndRoot().Span));
        foreach (var point in alert.Detections.Concat(alert.NonDetections))
        {
            writer.BeginRoot();
            ZtfBson.PrvCandidate(writer, point);
            text.Append(BsonJson.ToJson(writer.EndRoot().Span));
        }

        foreach (var point in alert.FpHists)
        {
            writer.BeginRoot();
            ZtfBson.FpHist(writer, point);
            text.Append(BsonJson.ToJson(writer.EndRoot().Span));
        }

        return text.ToString();
    }
}
