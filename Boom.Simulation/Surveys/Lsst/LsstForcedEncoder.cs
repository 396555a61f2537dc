using Boom.Core.Avro;
using Boom.Simulation.Exposures;
using Boom.Simulation.LightCurves;

namespace Boom.Simulation.Surveys.Lsst;

/// <summary>Writes the record <c>diaForcedSource</c> of schema 11.1, 14 fields.</summary>
static class LsstForcedEncoder
{
    /// <summary>No record is longer.</summary>
    public const int MaximumRecordBytes = 140;

    const ulong ForcedKey = 15;

    public static void Write(ref AvroWriter writer, in LsstSubject subject, Exposure exposure, in Measurement measurement)
    {
        var stream = new SeededStream(SeededStream.Key(subject.Simulated.Key ^ ForcedKey, exposure.Key));
        var asNull = subject.MissingAreNull;
        var position = subject.Simulated.Place.Position;
        writer.WriteLong(subject.Numbers.Source(exposure, subject.Ordinal));
        writer.WriteLong(subject.DiaObjectId);
        writer.WriteDouble(position.RaDegrees);
        writer.WriteDouble(position.DecDegrees);
        writer.WriteLong(LsstNumbers.Visit(exposure));
        writer.WriteInt(LsstDetection.DetectorOf(subject.Simulated, exposure));
        var flux = 1000 * measurement.ForcedFluxMicroJy;
        var error = 1000 * measurement.ForcedErrorMicroJy;
        // Places without data give no flux, rarely not even an error.
        var failure = stream.NextUnit();
        writer.FloatOrMissing(failure < 0.01 ? double.NaN : flux, asNull);
        writer.FloatOrMissing(failure < 0.002 ? double.NaN : error, asNull);
        writer.WriteDouble(LsstClock.MidpointMjdTai(exposure));
        var reference = subject.Simulated.LightCurve.ReferenceMagnitude(exposure.Fid);
        writer.FloatOrMissing(failure < 0.02 ? double.NaN : flux + (double.IsFinite(reference) ? 1000 * AbMagnitude.ToFlux(reference) : 0), asNull);
        writer.SomeFloat(error);
        writer.SomeText(Filters.Name(exposure.Fid));
        writer.WriteDouble(LsstClock.ProcessedMjdTai(exposure));
        writer.MissingDouble(asNull);
    }
}
