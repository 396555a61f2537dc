using Boom.Core.Avro;
using Boom.Simulation.Exposures;
using Boom.Simulation.LightCurves;

namespace Boom.Simulation.Surveys.Lsst;

/// <summary>Writes the record <c>diaSource</c> of schema 11.1, 102 fields: for the alert itself and for each point of the history.</summary>
static class LsstSourceEncoder
{
    /// <summary>No record is longer.</summary>
    public const int MaximumRecordBytes = 640;

    /// <param name="writer">Where to write.</param>
    /// <param name="subject">Object and identifiers.</param>
    /// <param name="exposure">The exposure of the detection.</param>
    /// <param name="detection">What it measured.</param>
    public static void Write(ref AvroWriter writer, in LsstSubject subject, Exposure exposure, in LsstDetection detection)
    {
        // Some of the survey's packets have null where others have not-a-number.
        var asNull = subject.MissingAreNull;
        WriteIdentity(ref writer, subject, exposure, detection);
        WriteFluxes(ref writer, detection, asNull);
        WriteTrail(ref writer, detection, asNull);
        WriteDipole(ref writer, detection, asNull);
        writer.SomeFloat(detection.ScienceFlux);
        writer.SomeFloat(detection.PsfFluxError * 0.99);
        writer.False(3);
        writer.SomeFloat(detection.TemplateFlux);
        writer.SomeFloat(detection.TemplateFluxError);
        WriteShape(ref writer, detection, asNull);
        writer.FloatOrMissing(detection.Extendedness, asNull);
        writer.SomeFloat(detection.Reliability);
        writer.SomeText("simulated 1"u8);
        writer.SomeText(Filters.Name(exposure.Fid));
        writer.SomeBool(detection.IsDipole);
        writer.SomeBool(detection.IsDipole);
        writer.WriteDouble(LsstClock.ProcessedMjdTai(exposure));
        writer.MissingDouble(asNull);
        writer.WriteInt(detection.Box);
        WriteFlags(ref writer, detection.Flags);
    }

    static void WriteIdentity(ref AvroWriter writer, in LsstSubject subject, Exposure exposure, in LsstDetection detection)
    {
        writer.WriteLong(subject.Numbers.Source(exposure, subject.Ordinal));
        writer.WriteLong(LsstNumbers.Visit(exposure));
        writer.WriteInt(detection.Detector);
        WriteName(ref writer, subject.DiaObjectId, subject.MissingAreNull);
        WriteName(ref writer, subject.SolarSystemId, subject.MissingAreNull);
        writer.SomeLong(0);
        writer.WriteDouble(LsstClock.MidpointMjdTai(exposure));
        writer.SomeFloat(30);
        writer.WriteDouble(detection.Position.RaDegrees);
        writer.SomeFloat(detection.PositionErrorDegrees);
        writer.WriteDouble(detection.Position.DecDegrees);
        writer.SomeFloat(detection.PositionErrorDegrees * 1.02);
        writer.SomeFloat(detection.PositionErrorDegrees * detection.PositionErrorDegrees * -0.03);
        writer.WriteFloat((float)detection.X);
        writer.SomeFloat(detection.PixelError);
        writer.WriteFloat((float)detection.Y);
        writer.SomeFloat(detection.PixelError * 1.02);
        writer.False(1);
    }

    // A name that the object does not have is 0 in most packets, and null in some.
    static void WriteName(ref AvroWriter writer, long id, bool asNull)
    {
        if (id == 0 && asNull)
            writer.None();
        else
            writer.SomeLong(id);
    }

    static void WriteFluxes(ref AvroWriter writer, in LsstDetection detection, bool asNull)
    {
        writer.FloatOrMissing(detection.HasAperture ? detection.ApFlux : double.NaN, asNull);
        writer.FloatOrMissing(detection.HasAperture ? detection.ApFluxError : double.NaN, asNull);
        writer.SomeBool(!detection.HasAperture);
        writer.SomeBool(!detection.HasAperture);
        writer.SomeBool(detection.PsfFlux < 0);
        writer.SomeFloat(detection.Snr * 0.985);
        writer.SomeFloat(detection.PsfFlux);
        writer.SomeFloat(detection.PsfFluxError);
        writer.MissingFloat(asNull);
        writer.SomeFloat(detection.Chi2);
        writer.WriteInt(1681);
        writer.False(3);
    }

    static void WriteTrail(ref AvroWriter writer, in LsstDetection detection, bool asNull)
    {
        var has = detection.HasShape;
        writer.FloatOrMissing(has ? detection.PsfFlux * 0.97 : double.NaN, asNull);
        writer.FloatOrMissing(has ? detection.PsfFluxError * 0.003 : double.NaN, asNull);
        if (has)
            writer.SomeDouble(detection.Position.RaDegrees + 2e-6);
        else
            writer.MissingDouble(asNull);
        writer.MissingFloat(asNull);
        if (has)
            writer.SomeDouble(detection.Position.DecDegrees - 2e-6);
        else
            writer.MissingDouble(asNull);
        writer.MissingFloat(asNull);
        writer.FloatOrMissing(has ? detection.TrailLength : double.NaN, asNull);
        writer.MissingFloat(asNull);
        writer.FloatOrMissing(has ? detection.TrailAngle : double.NaN, asNull);
        writer.MissingFloat(asNull, 2);
        writer.WriteInt(0);
        if (has)
            writer.SomeInt(1);
        else
            writer.None();
        writer.False(1);
        writer.SomeBool(!has);
    }

    static void WriteDipole(ref AvroWriter writer, in LsstDetection detection, bool asNull)
    {
        if (!detection.IsDipole)
        {
            writer.MissingFloat(asNull, 7);
            writer.WriteInt(0);
            return;
        }

        var size = Math.Abs(detection.PsfFlux);
        writer.SomeFloat(size * 3);
        writer.SomeFloat(detection.PsfFluxError);
        writer.SomeFloat(detection.PsfFlux);
        writer.SomeFloat(detection.PsfFluxError * 1.4);
        writer.SomeFloat(detection.TrailLength * 0.5);
        writer.SomeFloat(detection.TrailAngle * 2);
        writer.SomeFloat(detection.Chi2 * 0.9);
        writer.WriteInt(625);
    }

    static void WriteShape(ref AvroWriter writer, in LsstDetection detection, bool asNull)
    {
        if (detection.HasShape)
        {
            writer.SomeFloat(detection.Moment * detection.Shape);
            writer.SomeFloat(detection.Moment / detection.Shape);
            writer.SomeFloat(detection.Shear);
        }
        else
        {
            writer.MissingFloat(asNull, 3);
        }

        writer.SomeFloat(detection.Moment);
        writer.SomeFloat(detection.Moment * 0.99);
        writer.SomeFloat(detection.Moment * 0.01);
        writer.SomeBool(!detection.HasShape);
        writer.False(3);
    }

    static void WriteFlags(ref AvroWriter writer, LsstPixelFlags flags)
    {
        writer.SomeBool((flags & ~LsstPixelFlags.GlintTrail) != 0);
        for (var bit = 1; bit <= (int)LsstPixelFlags.GlintTrail; bit <<= 1)
            writer.SomeBool(((int)flags & bit) != 0);
    }
}
