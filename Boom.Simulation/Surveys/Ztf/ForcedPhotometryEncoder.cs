using Boom.Core.Avro;
using Boom.Simulation.Exposures;
using Boom.Simulation.LightCurves;

namespace Boom.Simulation.Surveys.Ztf;

/// <summary>Writes <c>fp_hists</c> of schema 4.02, 29 fields a record, newest first.</summary>
static class ForcedPhotometryEncoder
{
    /// <summary>No record is longer.</summary>
    public const int MaximumRecordBytes = 240;

    // What the survey writes where the forced photometry failed.
    const double Failed = -99999;

    public static void Write(ref AvroWriter writer, scoped PacketSubject subject)
    {
        var history = subject.History;
        writer.WriteUnionIndex(1);
        writer.WriteBlockStart(history.Exposures.Length);
        for (var i = history.Exposures.Length - 1; i >= 0; i--)
            WritePoint(ref writer, subject, history.Exposures[i], history.Measurements[i]);
        writer.WriteBlocksEnd();
    }

    static void WritePoint(ref AvroWriter writer, scoped PacketSubject subject, Exposure exposure, in Measurement measurement)
    {
        var rcid = subject.Simulated.Place.Rcid;
        var details = ExposureDetails.Of(exposure);
        writer.SomeLong(exposure.Field.Number);
        writer.SomeLong(rcid);
        writer.WriteInt(exposure.Fid);
        writer.WriteLong(exposure.Pid(rcid));
        writer.WriteLong(exposure.Rfid(rcid));
        writer.SomeFloat(exposure.SeeingPixels);
        writer.SomeFloat(details.Background);
        writer.SomeFloat(details.PixelScatter);
        writer.SomeFloat(exposure.Magzpsci);
        writer.SomeFloat(details.ZeroPointError);
        writer.SomeFloat(details.ZeroPointScatter);
        writer.SomeFloat(details.ColourCoefficient);
        writer.SomeFloat(details.ColourError);
        writer.SomeFloat(30);
        writer.SomeFloat(details.AstrometryRa);
        writer.SomeFloat(details.AstrometryDec);
        writer.SomeFloat(exposure.Diffmaglim);
        writer.WriteInt(1);
        writer.WriteDouble(exposure.Jd);
        if (details.ForcedStatus == 61)
            WriteFailure(ref writer);
        else
            WriteFlux(ref writer, subject, exposure, measurement, details.ForcedStatus);
    }

    static void WriteFlux(ref AvroWriter writer, scoped PacketSubject subject, Exposure exposure, in Measurement measurement, int status)
    {
        // DN of the image: a flux of 1 has magnitude magzpsci there, and 23.9 in microjansky.
        var scale = PortableMath.Pow10(0.4 * (exposure.Magzpsci - AbMagnitude.ZeroPoint));
        writer.SomeFloat(measurement.ForcedFluxMicroJy * scale);
        writer.SomeFloat(measurement.ForcedErrorMicroJy * scale);
        writer.SomeText(status == 0 ? "0"u8 : status == 56 ? "56"u8 : "57"u8);
        var near = subject.Neighbourhood;
        var (raNear, decNear) = DetectionEncoder.NearestReference(near, subject.Simulated);
        writer.SomeFloat(near.DistancePixels);
        writer.WriteDouble(raNear);
        writer.WriteDouble(decNear);
        writer.SomeFloat(near.Reference(exposure.Fid));
        writer.SomeFloat(near.ReferenceError(exposure.Fid));
        writer.SomeFloat(near.Chi);
        writer.SomeFloat(near.Sharpness);
    }

    static void WriteFailure(ref AvroWriter writer)
    {
        writer.SomeFloat(Failed);
        writer.SomeFloat(Failed);
        writer.SomeText("61"u8);
        writer.SomeFloat(Failed);
        writer.WriteDouble(Failed);
        writer.WriteDouble(Failed);
        writer.SomeFloat(Failed);
        writer.SomeFloat(Failed);
        writer.SomeFloat(Failed);
        writer.SomeFloat(Failed);
    }
}
