using System.Buffers.Binary;
using Avro;
using Avro.Generic;
using Avro.IO;
using Boom.Core.Surveys.Lsst;
using Boom.Simulation;

namespace Boom.Tests.Simulation.Surveys;

/// <summary>Reads simulated LSST packets with Apache.Avro.</summary>
static class LsstOracle
{
    static readonly Schema _schema = Schema.Parse(LsstSchemas.Text(new Version(11, 1))!);

    /// <summary>The record of a packet; throws when the frame is another or bytes are left over.</summary>
    public static GenericRecord Read(byte[] packet)
    {
        if (packet[0] != 0 || BinaryPrimitives.ReadInt32BigEndian(packet.AsSpan(1)) != 1101)
            throw new InvalidDataException("the frame is not that of schema 11.1");
        using var stream = new MemoryStream(packet, 5, packet.Length - 5);
        var record = new GenericDatumReader<GenericRecord>(_schema, _schema).Read(null!, new BinaryDecoder(stream));
        if (stream.Position != stream.Length)
            throw new InvalidDataException($"{stream.Length - stream.Position} bytes are left over");
        return record;
    }

    public static GenericRecord Read(SimulatedPacket packet) => Read(packet.ToArray());

    /// <summary>The points of an array; none of null.</summary>
    public static List<GenericRecord> Points(this GenericRecord record, string field) =>
        record[field] is object[] points ? [.. points.Cast<GenericRecord>()] : [];

    public static GenericRecord Source(this GenericRecord record) => (GenericRecord)record["diaSource"];
}
