using Boom.Core.Avro;
using Boom.Simulation.Exposures;

namespace Boom.Simulation.Surveys.Ztf;

/// <summary>Writes <c>prv_candidates</c> of schema 4.02, 57 fields a record, oldest first.</summary>
static class HistoryEncoder
{
    /// <summary>No record is longer.</summary>
    public const int MaximumRecordBytes = 560;

    // Fields candid to scorr but nid, rcid, field: what an image without a detection does not have.
    const int NullsBeforeNight = 3;
    const int NullsAfterField = 38;

    public static void Write(ref AvroWriter writer, scoped PacketSubject subject)
    {
        var history = subject.History;
        writer.WriteUnionIndex(1);
        writer.WriteBlockStart(history.Exposures.Length);
        for (var i = 0; i < history.Exposures.Length; i++)
        {
            var exposure = history.Exposures[i];
            DetectionEncoder.WriteImage(ref writer, exposure, subject.Simulated.Place.Rcid, isHistory: true);
            ref readonly var measurement = ref history.Measurements[i];
            if (measurement.IsDetection)
            {
                var detection = Detection.Of(subject.Simulated, exposure, measurement);
                DetectionEncoder.WriteDetection(
                    ref writer, detection, subject.Neighbourhood, subject.Simulated, exposure, subject.Row, isHistory: true);
                writer.SomeDouble(detection.Scorr);
            }
            else
            {
                WriteNonDetection(ref writer, exposure, subject.Simulated.Place.Rcid);
            }

            WriteCalibration(ref writer, exposure);
        }

        writer.WriteBlocksEnd();
    }

    static void WriteNonDetection(ref AvroWriter writer, Exposure exposure, int rcid)
    {
        for (var i = 0; i < NullsBeforeNight; i++)
            writer.None();
        writer.SomeLong(exposure.Nid);
        writer.SomeLong(rcid);
        writer.SomeLong(exposure.Field.Number);
        for (var i = 0; i < NullsAfterField; i++)
            writer.None();
    }

    static void WriteCalibration(ref AvroWriter writer, Exposure exposure)
    {
        var details = ExposureDetails.Of(exposure);
        writer.SomeFloat(exposure.Magzpsci);
        writer.SomeFloat(details.ZeroPointError);
        writer.SomeFloat(details.ZeroPointScatter);
        writer.SomeFloat(details.ColourCoefficient);
        writer.SomeFloat(details.ColourError);
        writer.WriteString("t17_f5_c3"u8);
    }
}
