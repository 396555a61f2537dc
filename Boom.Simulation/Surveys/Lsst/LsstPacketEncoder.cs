using System.Buffers;
using Boom.Core.Avro;
using Boom.Simulation.LightCurves;

namespace Boom.Simulation.Surveys.Lsst;

/// <summary>Puts a packet together, straight into the output: frame of the schema registry, then the datum of schema 11.1.</summary>
static class LsstPacketEncoder
{
    // Magic byte 0, then the number of schema 11.1, 1101, big-endian.
    static ReadOnlySpan<byte> Frame => [0, 0, 0, 0x04, 0x4D];

    const int MaximumOtherBytes = 512;
    const ulong PacketKey = 17;

    public static void Write(LsstNight night, in Sighting sighting, IBufferWriter<byte> output)
    {
        var subject = new LsstSubject(night.Numbers, sighting.Object, sighting.ObjectOrdinal);
        var own = LsstDetection.Of(sighting.Object, sighting.Exposure, sighting.Measurement);
        var stamps = night.Stamps.Pick(sighting.Object, sighting.Exposure, sighting.Measurement);
        using var history = LsstHistory.Measure(night, sighting);
        var size = MaximumOtherBytes + ((history.Points + 1) * LsstSourceEncoder.MaximumRecordBytes)
            + ((history.Exposures.Length - history.FirstForced) * LsstForcedEncoder.MaximumRecordBytes)
            + LsstObjectEncoder.MaximumRecordBytes + LsstSolarSystemEncoder.MaximumBytes + stamps.TotalBytes;
        var writer = new AvroWriter(output.GetSpan(size));
        writer.WriteFixed(Frame);
        WriteRecord(ref writer, subject, sighting, own, history);
        stamps.Write(ref writer, own.Position, hasTemplate: !Is(sighting, 0.005));
        output.Advance(writer.Position);
    }

    static void WriteRecord(ref AvroWriter writer, in LsstSubject subject, in Sighting sighting, in LsstDetection own, LsstHistory history)
    {
        var isAsteroid = subject.SolarSystemId != 0;
        writer.WriteLong(subject.Numbers.Source(sighting.Exposure, sighting.ObjectOrdinal));
        WriteReason(ref writer, sighting);
        LsstSourceEncoder.Write(ref writer, subject, sighting.Exposure, own);
        WriteHistory(ref writer, subject, history);
        WriteForced(ref writer, subject, history);
        if (isAsteroid)
        {
            writer.None();
            writer.WriteUnionIndex(1);
            LsstSolarSystemEncoder.WriteSource(ref writer, subject, sighting.Exposure, own);
            LsstSolarSystemEncoder.WriteOrbit(ref writer, subject);
        }
        else
        {
            writer.WriteUnionIndex(1);
            LsstObjectEncoder.Write(ref writer, subject, history, sighting.Exposure, own);
            writer.None();
            writer.None();
        }
    }

    static void WriteReason(ref AvroWriter writer, in Sighting sighting)
    {
        Span<byte> reason = stackalloc byte[16];
        "pairs_15_"u8.CopyTo(reason);
        reason[9] = Filters.Name(sighting.Exposure.Fid)[0];
        writer.SomeText(reason[..10]);
        if (sighting.Object.Place.Position.DecDegrees < -60)
            writer.None();
        else
            writer.SomeText("simulated sky"u8);
    }

    static void WriteHistory(ref AvroWriter writer, in LsstSubject subject, LsstHistory history)
    {
        if (history.Points == 0)
        {
            writer.None();
            return;
        }

        writer.WriteUnionIndex(1);
        writer.WriteBlockStart(history.Points);
        for (var i = history.FirstPoint; i < history.Exposures.Length; i++)
        {
            ref readonly var measurement = ref history.Measurements[i];
            if (measurement.IsDetection)
                LsstSourceEncoder.Write(ref writer, subject, history.Exposures[i], LsstDetection.Of(subject.Simulated, history.Exposures[i], measurement));
        }

        writer.WriteBlocksEnd();
    }

    static void WriteForced(ref AvroWriter writer, in LsstSubject subject, LsstHistory history)
    {
        if (subject.SolarSystemId != 0)
        {
            writer.None();
            return;
        }

        writer.WriteUnionIndex(1);
        writer.WriteBlockStart(history.Exposures.Length - history.FirstForced);
        for (var i = history.FirstForced; i < history.Exposures.Length; i++)
            LsstForcedEncoder.Write(ref writer, subject, history.Exposures[i], history.Measurements[i]);
        writer.WriteBlocksEnd();
    }

    static bool Is(in Sighting sighting, double share) =>
        new SeededStream(SeededStream.Key(sighting.Object.Key ^ PacketKey, sighting.Exposure.Key)).NextChance(share);
}
