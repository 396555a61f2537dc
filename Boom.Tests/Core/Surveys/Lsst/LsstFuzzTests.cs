using System.Buffers.Binary;
using Boom.Core.Bson;
using Boom.Core.Surveys;
using Boom.Core.Surveys.Lsst;
using Boom.Tests.Core.Avro;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Core.Surveys.Lsst;

/// <summary>
/// Damaged packets, seeded: every one ends in alerts whose documents can be made, or in one typed fault, and costs memory in proportion to its size.
/// </summary>
public sealed class LsstFuzzTests
{
    const int Rounds = 3000;
    const int BytesPerByte = 8;

    // A schema that is seen for the first time is parsed and made ready.
    const int BytesBeside = 1_000_000;

    static readonly uint[] _numbers = [900, 1000, 1100, 1101];

    [Fact]
    public Task Decode_FlippedBytes_EndsInAlertsOrFault() => FuzzAsync((random, packet) =>
    {
        for (var flips = random.Next(1, 6); flips > 0; flips--)
            packet[random.Next(Math.Min(packet.Length, 4000))] = (byte)random.Next(256);
        return packet;
    });

    [Fact]
    public Task Decode_NumbersBlownUp_EndInAlertsOrFault() => FuzzAsync((random, packet) =>
    {
        // Lengths, counts and branches that a varint of several bytes makes absurd.
        packet.AsSpan(random.Next(5, Math.Min(packet.Length, 4000)), 1).Fill((byte)random.Next(0x80, 0x100));
        var at = random.Next(5, Math.Max(6, packet.Length - 9));
        packet.AsSpan(at, Math.Min(random.Next(1, 9), packet.Length - at)).Fill(0xFF);
        return packet;
    });

    [Fact]
    public Task Decode_Truncations_EndInFault() => FuzzAsync((random, packet) => packet[..random.Next(packet.Length)], alwaysFaulty: true);

    [Fact]
    public Task Decode_SplicedPackets_EndInAlertsOrFault()
    {
        var packets = Packets();
        return FuzzAsync((random, packet) =>
        {
            var other = packets[random.Next(packets.Count)];
            return [.. packet[..random.Next(packet.Length)], .. other[random.Next(other.Length)..]];
        });
    }

    [Fact]
    public Task Decode_FramesOfNoise_EndInFault() => FuzzAsync((random, packet) =>
    {
        random.NextBytes(packet.AsSpan(random.Next(6)));
        return packet;
    });

    [Fact]
    public Task Decode_OtherNumbers_EndInAlertsOrFault() => FuzzAsync((random, packet) =>
    {
        // The record of one version, read as that of another.
        if (packet[0] == 0)
            BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(1), random.Next(2) == 0 ? (uint)random.Next() : _numbers[random.Next(4)]);
        else
            packet[random.Next(200)] ^= 1;
        return packet;
    });

    static async Task FuzzAsync(Func<Random, byte[], byte[]> damage, bool alwaysFaulty = false)
    {
        var packets = Packets();
        var survey = new LsstSurvey(new IncludedSchemas());
        var random = new Random(20260101);
        var edit = new LsstEdit();
        using var writer = new BsonWriter();
        var faults = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var packet = damage(random, [.. packets[random.Next(packets.Count)]]);
            var alerts = new List<ISurveyAlert>(64);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var decoding = survey.DecodeAsync(packet, alerts, CancellationToken.None);
            Assert.True(decoding.IsCompleted);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            var fault = await decoding;

            Assert.True(allocated < (BytesPerByte * packet.Length) + BytesBeside, $"round {round}: {allocated} bytes for a packet of {packet.Length}");
            Assert.True(fault is not null || alerts.Count > 0, $"round {round}: neither alert nor fault");
            Assert.False(alwaysFaulty && fault is null, $"round {round}: no fault");
            Assert.True(fault is null || (fault.Reason.Length > 0 && fault.Detail.EndsWith('.')), $"round {round}: {fault}");
            faults += fault is null ? 0 : 1;
            writer.Reset();
            foreach (var alert in alerts.Cast<LsstAlert>())
                LsstDocuments.AssertSound(edit.Map(alert, writer));
        }

        Assert.True(faults > Rounds / 20, $"only {faults} of {Rounds} damaged packets were faulty: the damage does not bite");
    }

    static List<byte[]> Packets()
    {
        var packets = Enumerable.Range(0, 12).Select(seed => new LsstEdit(seed).Packet).ToList();
        var schema = global::Avro.Schema.Parse(LsstSchemas.Text(new Version(11, 1))!);
        packets.Add(AvroOracle.Container(schema, [new LsstEdit(1).Record, new LsstEdit(2).Record], global::Avro.File.Codec.Type.Null, 1));
        packets.Add(AvroOracle.Container(schema, [new LsstEdit(3).Record], global::Avro.File.Codec.Type.Deflate));
        if (TestData.Folder is not null)
            packets.AddRange(LsstTestPacket.Real.Where((_, i) => i % 12 == 0).Select(packet => packet.Bytes));
        return packets;
    }
}
