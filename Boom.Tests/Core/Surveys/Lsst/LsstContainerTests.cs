using Avro;
using Avro.Generic;
using Boom.Core.Alerts;
using Boom.Core.Surveys;
using Boom.Core.Surveys.Lsst;
using Boom.Tests.Core.Avro;
using Xunit;
using Codec = Avro.File.Codec.Type;

namespace Boom.Tests.Core.Surveys.Lsst;

/// <summary>Containers, and schemas that are not those of today.</summary>
public sealed class LsstContainerTests
{
    static readonly string _json = LsstSchemas.Text(new Version(11, 1))!;

    [Theory]
    [InlineData(Codec.Null, 1)]
    [InlineData(Codec.Null, 2)]
    [InlineData(Codec.Deflate, 2)]
    public async Task Decode_ContainerOfSeveralRecords_GivesEachAlert(Codec codec, int recordsPerBlock)
    {
        var packet = AvroOracle.Container(Schema.Parse(_json), Records(5), codec, recordsPerBlock);

        var alerts = await DecodeAsync(packet);

        Assert.Equal([1, 2, 3, 4, 5], alerts.Select(alert => alert.Candid));
        Assert.Equal("11.1", ((LsstAlert)alerts[0]).Schema.Version);
    }

    [Fact]
    public async Task Decode_ContainerWithOneBadRecord_KeepsTheOthers()
    {
        var records = Records(3);
        ((GenericRecord)records[1].Get("diaSource")!).Add("ra", 400.0);
        var alerts = new List<ISurveyAlert>();

        var fault = await new LsstDecoder(new IncludedSchemas()).DecodeAsync(
            AvroOracle.Container(Schema.Parse(_json), records, Codec.Null), alerts, TestContext.Current.CancellationToken);

        Assert.Equal(("coordinates", 2L), (fault!.Reason, fault.Candid));
        Assert.Equal([1, 3], alerts.Select(alert => alert.Candid));
    }

    [Fact]
    public async Task Decode_ContainerWithoutRecord_IsEmpty()
    {
        var packet = AvroOracle.Container(Schema.Parse(_json), [], Codec.Null);

        Assert.Equal("empty", (await new LsstDecoder(new IncludedSchemas()).DecodeAsync(packet, [], TestContext.Current.CancellationToken))!.Reason);
    }

    [Fact]
    public async Task Decode_RecordWithoutNamespace_IsReadWhenItHasTheSurveysSource()
    {
        var json = _json.Replace("\"namespace\":\"lsst.v11_1\",\"name\":\"alert\"", "\"name\":\"topLevelRecord\"", StringComparison.Ordinal);
        Assert.NotEqual(_json, json);

        Assert.Single(await DecodeAsync(AvroOracle.Container(Schema.Parse(json), Records(1, json), Codec.Null)));
    }

    [Fact]
    public async Task Decode_NewMinorVersion_IsReadAsTheOneBefore()
    {
        // Fields added in front, within and behind; some that were always there may be null, and the other way round.
        var json = _json
            .Replace("lsst.v11_1", "lsst.v11_2", StringComparison.Ordinal)
            .Replace("{\"name\":\"visit\"", "{\"name\":\"colour\",\"type\":{\"type\":\"map\",\"values\":\"string\"}},{\"name\":\"visit\"", StringComparison.Ordinal)
            .Replace("{\"name\":\"observation_reason\"", "{\"name\":\"extra\",\"type\":{\"type\":\"enum\",\"name\":\"e\",\"symbols\":[\"a\"]}},{\"name\":\"observation_reason\"", StringComparison.Ordinal)
            .Replace("{\"name\":\"psfNdata\",\"type\":\"int\"}", "{\"name\":\"psfNdata\",\"type\":[\"int\",\"null\"]}", StringComparison.Ordinal)
            .Replace("{\"name\":\"snr\",\"type\":[\"null\",\"float\"],\"default\":null}", "{\"name\":\"snr\",\"type\":\"double\"}", StringComparison.Ordinal)
            .Replace("{\"name\":\"visit\",\"type\":\"long\"}", "{\"name\":\"visit\",\"type\":[\"null\",\"int\",\"long\"]}", StringComparison.Ordinal);
        var schema = (RecordSchema)Schema.Parse(json);
        var record = (GenericRecord)LsstRandomRecords.Make(schema, new Random(3));

        var alert = Assert.Single(await DecodeAsync(AvroOracle.Container(schema, [record], Codec.Null)));

        Assert.Equal("11.2", ((LsstAlert)alert).Schema.Version);
    }

    [Theory]
    [InlineData("{\"name\":\"psfFlux\",\"type\":[\"null\",\"float\"]", "{\"name\":\"psfFlux\",\"type\":[\"null\",\"string\"]", "type-mismatch", "psfFlux")]
    [InlineData("{\"name\":\"midpointMjdTai\",\"type\":\"double\"", "{\"name\":\"midpoint\",\"type\":\"double\"", "missing-field", "diaSource.midpointMjdTai")]
    [InlineData("{\"name\":\"pixelFlags_edge\",\"type\":[\"null\",\"boolean\"]", "{\"name\":\"pixelFlags_edge\",\"type\":[\"null\",\"bytes\"]", "type-mismatch", "pixelFlags_edge")]
    public async Task Decode_NewMajorVersion_NamesTheFieldThatDoesNotFit(string before, string after, string reason, string field)
    {
        var json = _json.Replace("lsst.v11_1", "lsst.v12_0", StringComparison.Ordinal).Replace(before, after, StringComparison.Ordinal);
        Assert.Contains(after, json, StringComparison.Ordinal);

        var fault = await new LsstDecoder(new IncludedSchemas()).DecodeAsync(
            AvroOracle.Container(Schema.Parse(json), Records(1, json), Codec.Null), [], TestContext.Current.CancellationToken);

        Assert.Equal(reason, fault!.Reason);
        Assert.Contains(field, fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decode_FieldOfThePacketDeclaredTwice_TheFirstCounts()
    {
        var edit = new LsstEdit();
        var end = _json.LastIndexOf(']');
        var json = _json[..end] + """,{"name":"diaSource","type":{"type":"record","name":"other","fields":[{"name":"ra","type":"double"},{"name":"psfFlux","type":"float"}]}}""" + _json[end..];
        byte[] datum = [.. edit.Packet.AsSpan(5), .. new byte[12]];
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        new Boom.Core.Avro.AvroContainerWriter(System.Text.Encoding.UTF8.GetBytes(json), Boom.Core.Avro.AvroCodec.Null, new byte[16]).WriteFile(output, datum, 1);
        var survey = new LsstSurvey(new IncludedSchemas());
        using var writer = new Boom.Core.Bson.BsonWriter();

        var alert = Assert.Single(await DecodeAsync(output.WrittenSpan.ToArray()));
        var write = survey.Map(alert, new MappingContext(new PacketOrigin("topic", 1, 2, 3), DateTimeOffset.UnixEpoch, "boom test"), writer);

        var candidate = LsstEdit.Document(write.AlertDocument)["candidate"];
        Assert.Equal((42L, (double)edit.Source["ra"]), (candidate["diaSourceId"].AsInt64, candidate["ra"].AsDouble));
    }

    static List<GenericRecord> Records(int count, string? json = null)
    {
        var schema = (RecordSchema)Schema.Parse(json ?? _json);
        var random = new Random(5);
        return [.. Enumerable.Range(1, count).Select(id =>
        {
            var record = (GenericRecord)LsstRandomRecords.Make(schema, random);
            ((GenericRecord)record.Get("diaSource")!).Add("diaSourceId", (long)id);
            return record;
        })];
    }

    static async Task<List<ISurveyAlert>> DecodeAsync(byte[] packet)
    {
        var alerts = new List<ISurveyAlert>();
        var fault = await new LsstDecoder(new IncludedSchemas()).DecodeAsync(packet, alerts, TestContext.Current.CancellationToken);
        Assert.True(fault is null, fault?.Detail);
        return alerts;
    }
}
