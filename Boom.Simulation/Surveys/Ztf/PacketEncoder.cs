using System.Buffers;
using System.Globalization;
using System.Text.Unicode;
using Boom.Core.Avro;
using Boom.Core.Surveys.Ztf;
using Boom.Simulation.Objects;
using Boom.Simulation.Stamps;

namespace Boom.Simulation.Surveys.Ztf;

/// <summary>Puts a packet together: history measured, record encoded into a rented buffer, container written out.</summary>
static class PacketEncoder
{
    const int MaximumCandidateBytes = 1600;
    const int MaximumExposures = 512;

    // Sixteen bytes of no meaning, the same in every packet.
    static readonly AvroContainerWriter _container = new(ZtfSchemas.Version402, AvroCodec.Null, "boom simulation!"u8);

    public static void Write(ZtfNight night, in Sighting sighting, IBufferWriter<byte> output)
    {
        var (_, objectOrdinal, simulated, exposure, measurement) = sighting;
        Span<Measurement> measurements = stackalloc Measurement[MaximumExposures];
        Span<byte> objectId = stackalloc byte[ZtfNight.ObjectIdLength];
        var history = ObjectHistory.Measure(simulated, exposure, measurements);
        night.WriteObjectId(objectOrdinal, history.StartJd, objectId);
        var row = night.Row(objectOrdinal);
        var subject = new PacketSubject
        {
            Simulated = simulated,
            Exposure = exposure,
            Measurement = measurement,
            Detection = Detection.Of(simulated, exposure, measurement),
            Neighbourhood = Neighbourhood.Of(simulated),
            Row = row,
            Candid = DetectionEncoder.Candid(exposure, simulated.Place.Rcid, measurement.IsPositive, row),
            ObjectId = objectId,
            History = history,
        };
        var stamps = night.Stamps.Pick(simulated, exposure, measurement);
        var buffer = ArrayPool<byte>.Shared.Rent(
            MaximumCandidateBytes + stamps.TotalBytes
            + (history.Exposures.Length * (HistoryEncoder.MaximumRecordBytes + ForcedPhotometryEncoder.MaximumRecordBytes)));
        var writer = new AvroWriter(buffer);
        WriteRecord(ref writer, subject, stamps);
        _container.WriteFile(output, writer.Written, 1);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    static void WriteRecord(ref AvroWriter writer, scoped PacketSubject subject, StampTriplet stamps)
    {
        writer.WriteString("4.02"u8);
        writer.WriteString("Boom (simulated sky)"u8);
        writer.WriteString(subject.ObjectId);
        writer.WriteLong(subject.Candid);
        CandidateEncoder.Write(ref writer, subject);
        HistoryEncoder.Write(ref writer, subject);
        ForcedPhotometryEncoder.Write(ref writer, subject);
        var pid = subject.Exposure.Pid(subject.Simulated.Place.Rcid);
        WriteStamp(ref writer, subject.Candid, pid, "_targ_sci.fits.gz"u8, stamps.Science);
        WriteStamp(ref writer, subject.Candid, 0, "_ref.fits.gz"u8, stamps.Template);
        var name = subject.Measurement.IsPositive ? "_targ_scimref.fits.gz"u8 : "_targ_refmsci.fits.gz"u8;
        WriteStamp(ref writer, subject.Candid, pid, name, stamps.Difference);
    }

    static void WriteStamp(ref AvroWriter writer, long candid, long pid, ReadOnlySpan<byte> suffix, ReadOnlySpan<byte> stamp)
    {
        Span<byte> name = stackalloc byte[96];
        var length = 0;
        _ = pid == 0
            ? Utf8.TryWrite(name, CultureInfo.InvariantCulture, $"candid{candid}{suffix}", out length)
            : Utf8.TryWrite(name, CultureInfo.InvariantCulture, $"candid{candid}_pid{pid}{suffix}", out length);
        writer.WriteUnionIndex(1);
        writer.WriteString(name[..length]);
        writer.WriteBytes(stamp);
    }
}
