using Boom.Core.Avro;
using Boom.Simulation.Exposures;
using Boom.Simulation.Objects;

namespace Boom.Simulation.Surveys.Ztf;

/// <summary>Writes the record <c>candidate</c> of schema 4.02, 103 fields.</summary>
static class CandidateEncoder
{
    public static void Write(ref AvroWriter writer, scoped PacketSubject subject)
    {
        var exposure = subject.Exposure;
        var rcid = subject.Simulated.Place.Rcid;
        DetectionEncoder.WriteImage(ref writer, exposure, rcid, isHistory: false);
        DetectionEncoder.WriteDetection(
            ref writer, subject.Detection, subject.Neighbourhood, subject.Simulated, exposure, subject.Row, isHistory: false);
        WriteCatalogSource(ref writer, subject.Neighbourhood.First);
        writer.WriteInt(subject.History.DetectionCount);
        writer.WriteInt(subject.History.CoverageCount);
        writer.SomeDouble(subject.History.StartJd);
        writer.SomeDouble(exposure.Jd);
        writer.SomeDouble(subject.Detection.Scorr);
        writer.SomeLong(0);
        WriteOtherCatalogSources(ref writer, subject.Neighbourhood);
        WriteReference(ref writer, exposure, rcid);
        WriteCalibration(ref writer, exposure);
        WriteGaia(ref writer, subject.Neighbourhood);
        writer.SomeFloat(30);
        writer.SomeFloat(subject.Detection.Drb);
        writer.WriteString("d6_m7"u8);
    }

    static void WriteOtherCatalogSources(ref AvroWriter writer, in Neighbourhood near)
    {
        writer.SomeLong(near.First.Number);
        writer.SomeLong(near.Second.Number);
        WriteCatalogSource(ref writer, near.Second);
        writer.SomeLong(near.Third.Number);
        WriteCatalogSource(ref writer, near.Third);
        writer.WriteInt(near.CatalogCount);
    }

    static void WriteCatalogSource(ref AvroWriter writer, in CatalogSource source)
    {
        writer.SomeFloat(source.G);
        writer.SomeFloat(source.R);
        writer.SomeFloat(source.I);
        writer.SomeFloat(source.Z);
        writer.SomeFloat(source.Score);
        writer.SomeFloat(source.DistanceArcsec);
    }

    // Reference images are sums of 15 to 40 exposures of the survey's first years.
    static void WriteReference(ref AvroWriter writer, Exposure exposure, int rcid)
    {
        var stream = new SeededStream(SeededStream.Key((ulong)exposure.Rfid(rcid), 1));
        var start = SurveyClock.RoundJd(2458200 + stream.NextUniform(0, 60));
        writer.WriteLong(exposure.Rfid(rcid));
        writer.WriteDouble(start);
        writer.WriteDouble(SurveyClock.RoundJd(start + stream.NextUniform(30, 400)));
        writer.WriteInt(15 + stream.NextInt(26));
        writer.WriteString("t17_f5_c3"u8);
    }

    static void WriteCalibration(ref AvroWriter writer, Exposure exposure)
    {
        var details = ExposureDetails.Of(exposure);
        writer.SomeFloat(details.DifferenceSnr);
        writer.SomeFloat(details.ScienceSnr);
        writer.SomeFloat(details.DifferenceSnr - details.ScienceSnr);
        writer.SomeFloat(exposure.Magzpsci);
        writer.SomeFloat(details.ZeroPointError);
        writer.SomeFloat(details.ZeroPointScatter);
        writer.WriteInt(details.MatchCount);
        writer.SomeFloat(details.ColourCoefficient);
        writer.SomeFloat(details.ColourError);
        writer.SomeFloat(details.ColourCovariance);
        writer.SomeFloat(details.ZeroPointMedian);
        writer.SomeFloat(details.ColourMedian);
        writer.SomeFloat(details.ColourScatter);
    }

    static void WriteGaia(ref AvroWriter writer, in Neighbourhood near)
    {
        writer.SomeFloat(near.GaiaDistanceArcsec);
        writer.SomeFloat(near.BrightGaiaDistanceArcsec);
        writer.SomeFloat(near.GaiaMagnitude);
        writer.SomeFloat(near.BrightGaiaMagnitude);
    }
}
