using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Boom.Core.Avro;
using Boom.Core.Surveys;
using Boom.Core.Surveys.Ztf;
using Boom.Simulation;

namespace Boom.Tests.Support;

/// <summary>Packets of a simulated night with a value changed, alone or several in one container.</summary>
static class ForgedPackets
{
    static readonly SimulatedNight Night = new(new SimulationOptions { Alerts = 20 });

    /// <summary>A packet as it is.</summary>
    public static byte[] Packet(int index) => Night.Packet(index).ToArray();

    /// <summary>A packet whose object has another name, of 12 bytes in UTF-8.</summary>
    public static byte[] Named(int index, string objectId)
    {
        var packet = Packet(index);
        Replace(packet, Encoding.UTF8.GetBytes(Decode(packet).ObjectId), Encoding.UTF8.GetBytes(objectId));
        return packet;
    }

    /// <summary>A packet at another declination, degrees.</summary>
    public static byte[] AtDeclination(int index, double decDegrees)
    {
        var packet = Packet(index);
        Replace(packet, Bytes(Decode(packet).Candidate.Point.Dec!.Value), Bytes(decDegrees));
        return packet;
    }

    /// <summary>A packet without a position: it becomes a dead letter.</summary>
    public static byte[] WithoutPosition(int index)
    {
        var packet = Packet(index);
        Replace(packet, Bytes(Decode(packet).Candidate.Point.Ra!.Value), Bytes(double.NaN));
        return packet;
    }

    /// <summary>A container whose record has this full name and nothing in it.</summary>
    public static byte[] OfRecord(string fullName)
    {
        var output = new ArrayBufferWriter<byte>();
        var schema = Encoding.UTF8.GetBytes($$"""{"type":"record","name":"{{fullName}}","fields":[]}""");
        new AvroContainerWriter(schema, AvroCodec.Null, new byte[AvroContainerHeader.SyncLength]).WriteFile(output, [], 1);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>One packet with the records of several.</summary>
    public static byte[] Container(params byte[][] packets)
    {
        var records = new ArrayBufferWriter<byte>();
        foreach (var packet in packets)
        {
            var blocks = new AvroBlockReader(packet, AvroContainerHeader.Read(packet));
            while (blocks.Read())
                records.Write(blocks.Data.Span);
        }

        var container = new ArrayBufferWriter<byte>();
        new AvroContainerWriter(ZtfSchemas.Version402, AvroCodec.Null, "boom simulation!"u8).WriteFile(container, records.WrittenSpan, packets.Length);
        return container.WrittenSpan.ToArray();
    }

    static ZtfAlert Decode(byte[] packet)
    {
        var alerts = new List<ISurveyAlert>();
        _ = new ZtfDecoder().Decode(packet, alerts);
        return (ZtfAlert)alerts[0];
    }

    static byte[] Bytes(double value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        return bytes;
    }

    static void Replace(Span<byte> packet, ReadOnlySpan<byte> what, ReadOnlySpan<byte> by)
    {
        var at = packet.IndexOf(what);
        by.CopyTo(packet[at..]);
    }
}
