using System.Text;
using Avro;
using Avro.Generic;
using Boom.Core.Alerts;
using Boom.Core.Avro;
using Boom.Core.Surveys;
using Boom.Core.Surveys.Ztf;
using Boom.Simulation;
using Boom.Tests.Core.Avro;
using Xunit;

namespace Boom.Tests.Core.Surveys.Ztf;

/// <summary>Simulated packets, and packets with one thing changed.</summary>
static class ZtfPacketEdits
{
    /// <summary>Packets with detections, upper limits and forced photometry.</summary>
    public static List<byte[]> Rich(int count) =>
    [
        .. new SimulatedNight(new SimulationOptions { Alerts = 300, Seed = 3 }).Packets().Select(packet => packet.ToArray())
            .Where(packet => Decode(packet) is { Detections.Count: > 2, NonDetections.Count: > 1, FpHists.Count: > 2 }).Take(count),
    ];

    /// <summary>The one alert of a sound packet.</summary>
    public static ZtfAlert Decode(byte[] packet)
    {
        var alerts = new List<ISurveyAlert>();
        Assert.Null(new ZtfDecoder().Decode(packet, alerts));
        return (ZtfAlert)Assert.Single(alerts);
    }

    /// <summary>Why a packet is refused; it must bring no alert.</summary>
    public static PacketFault Refused(byte[] packet)
    {
        var alerts = new List<ISurveyAlert>();
        var fault = new ZtfDecoder().Decode(packet, alerts);
        Assert.Empty(alerts);
        return fault ?? throw new Xunit.Sdk.XunitException("The packet was taken.");
    }

    /// <summary>The packet with other values.</summary>
    public static byte[] Changed(byte[] packet, Action<GenericRecord> change)
    {
        var record = Assert.Single(AvroOracle.Read(packet));
        change(record);
        return AvroOracle.Container(record.Schema, [record], global::Avro.File.Codec.Type.Null);
    }

    /// <summary>One packet of many copies of the record, each changed in its own way.</summary>
    public static byte[] ChangedCopies(byte[] packet, int count, Action<GenericRecord> change)
    {
        var header = AvroContainerHeader.Read(packet);
        var blocks = new AvroBlockReader(packet, header);
        Assert.True(blocks.Read());
        byte[] data = [.. Enumerable.Repeat(blocks.Data.ToArray(), count).SelectMany(bytes => bytes)];
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        new AvroContainerWriter(packet.AsSpan(header.SchemaJson.Offset, header.SchemaJson.Length), AvroCodec.Null, new byte[AvroContainerHeader.SyncLength])
            .WriteFile(output, data, count);
        var records = AvroOracle.Read(output.WrittenSpan.ToArray());
        records.ForEach(change);
        return AvroOracle.Container(records[0].Schema, records, global::Avro.File.Codec.Type.Null);
    }

    /// <summary>The packet with another schema text for the same bytes.</summary>
    public static byte[] WithSchema(byte[] packet, Func<string, string> change)
    {
        var header = AvroContainerHeader.Read(packet);
        var blocks = new AvroBlockReader(packet, header);
        Assert.True(blocks.Read());
        var schema = Encoding.UTF8.GetBytes(change(Schema(packet, header)));
        var sync = packet.AsSpan(header.SyncOffset, AvroContainerHeader.SyncLength);
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        new AvroContainerWriter(schema, AvroCodec.Null, sync).WriteFile(output, blocks.Data.Span, blocks.Records);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The packet written anew with another schema; numbers become what it asks for.</summary>
    public static byte[] Retyped(byte[] packet, Func<string, string> change)
    {
        var schema = (RecordSchema)global::Avro.Schema.Parse(change(Schema(packet, AvroContainerHeader.Read(packet))));
        var record = (GenericRecord)Retype(Assert.Single(AvroOracle.Read(packet)), schema)!;
        return AvroOracle.Container(schema, [record], global::Avro.File.Codec.Type.Null);
    }

    /// <summary>A sub-record.</summary>
    public static GenericRecord Record(this GenericRecord record, string name) => (GenericRecord)record.Get(name)!;

    /// <summary>The records of an array field.</summary>
    public static GenericRecord[] Records(this GenericRecord record, string name) =>
        record.Get(name) is System.Collections.IEnumerable items ? [.. items.Cast<GenericRecord>()] : [];

    static string Schema(byte[] packet, AvroContainerHeader header) =>
        Encoding.UTF8.GetString(packet, header.SchemaJson.Offset, header.SchemaJson.Length);

    static object? Retype(object? value, Schema schema) => (value, schema) switch
    {
        (null, _) => null,
        (_, UnionSchema union) => Retype(value, union.Schemas.First(branch => branch.Tag != global::Avro.Schema.Type.Null)),
        (GenericRecord record, RecordSchema target) => Retype(record, target),
        (System.Collections.IEnumerable items and not string and not byte[], ArraySchema target) =>
            items.Cast<object>().Select(item => Retype(item, target.ItemSchema)).ToArray(),
        (string text, { Tag: global::Avro.Schema.Type.Double }) => text == "t" ? 1.0 : 0.0,
        (_, { Tag: global::Avro.Schema.Type.Double }) => Convert.ToDouble(value),
        (_, { Tag: global::Avro.Schema.Type.Float }) => Convert.ToSingle(value),
        (_, { Tag: global::Avro.Schema.Type.Long }) => Convert.ToInt64(value),
        _ => value,
    };

    static GenericRecord Retype(GenericRecord record, RecordSchema target)
    {
        var result = new GenericRecord(target);
        foreach (var field in target.Fields)
            result.Add(field.Name, Retype(record.Get(field.Name), field.Schema));
        return result;
    }
}
