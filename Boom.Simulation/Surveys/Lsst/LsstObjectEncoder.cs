using Boom.Core.Avro;
using Boom.Core.Sky;
using Boom.Simulation.Exposures;

namespace Boom.Simulation.Surveys.Lsst;

/// <summary>Writes the record <c>diaObject</c> of schema 11.1, 82 fields: what all detections so far, with the alert's own, make.</summary>
static class LsstObjectEncoder
{
    /// <summary>No record is longer.</summary>
    public const int MaximumRecordBytes = 640;

    public static void Write(ref AvroWriter writer, in LsstSubject subject, LsstHistory history, Exposure exposure, in LsstDetection own)
    {
        var bands = Summarize(subject, history, exposure, own, out var position);
        var asNull = subject.MissingAreNull;
        writer.WriteLong(subject.DiaObjectId);
        writer.WriteDouble(LsstClock.ProcessedMjdTai(exposure));
        writer.WriteDouble(position.RaDegrees);
        writer.SomeFloat(own.PositionErrorDegrees);
        writer.WriteDouble(position.DecDegrees);
        writer.SomeFloat(own.PositionErrorDegrees * 1.02);
        writer.SomeFloat(own.PositionErrorDegrees * own.PositionErrorDegrees * -0.03);
        foreach (ref readonly var band in bands)
        {
            writer.FloatOrMissing(band.Mean, asNull);
            writer.FloatOrMissing(band.MeanError, asNull);
            writer.FloatOrMissing(band.Sigma, asNull);
            writer.WriteInt(band.Count);
            writer.FloatOrMissing(band.ForcedMean, asNull);
            writer.FloatOrMissing(band.ForcedMeanError, asNull);
        }

        foreach (ref readonly var band in bands)
        {
            writer.FloatOrMissing(band.ScienceMean, asNull);
            writer.FloatOrMissing(band.MeanError, asNull);
        }

        foreach (ref readonly var band in bands)
        {
            writer.FloatOrMissing(band.Count > 0 ? band.Minimum : double.NaN, asNull);
            writer.FloatOrMissing(band.Count > 0 ? band.Maximum : double.NaN, asNull);
            writer.FloatOrMissing(band.MaximumSlope is var slope && band.Count > 1 ? slope : double.NaN, asNull);
            writer.FloatOrMissing(band.ErrorMean, asNull);
        }

        WriteTimes(ref writer, subject, history, exposure);
    }

    // Of objects seen once, real packets have no times.
    static void WriteTimes(ref AvroWriter writer, in LsstSubject subject, LsstHistory history, Exposure exposure)
    {
        if (history.Detections == 0)
        {
            writer.MissingDouble(subject.MissingAreNull);
            writer.MissingDouble(subject.MissingAreNull);
        }
        else
        {
            var first = 0;
            while (!history.Measurements[first].IsDetection)
                first++;
            writer.SomeDouble(LsstClock.MidpointMjdTai(history.Exposures[first]));
            writer.SomeDouble(LsstClock.MidpointMjdTai(exposure));
        }

        writer.WriteInt(history.Detections + 1);
    }

    static LsstBands Summarize(
        in LsstSubject subject, LsstHistory history, Exposure exposure, in LsstDetection own, out SkyPosition position)
    {
        var bands = default(LsstBands);
        var place = subject.Simulated.Place.Position;
        double ra = 0, dec = 0;
        for (var i = 0; i < history.Exposures.Length; i++)
        {
            var before = history.Exposures[i];
            ref readonly var measurement = ref history.Measurements[i];
            if (i >= history.FirstForced)
                bands[LsstBands.IndexOf(before)].AddForced(measurement);
            if (!measurement.IsDetection)
                continue;
            var detection = LsstDetection.Of(subject.Simulated, before, measurement);
            bands[LsstBands.IndexOf(before)].Add(before.Jd, detection);
            ra += Offset(detection.Position.RaDegrees, place.RaDegrees);
            dec += detection.Position.DecDegrees - place.DecDegrees;
        }

        bands[LsstBands.IndexOf(exposure)].Add(exposure.Jd, own);
        var count = history.Detections + 1;
        position = new SkyPosition(
            SurveyFields.Wrap(place.RaDegrees + ((ra + Offset(own.Position.RaDegrees, place.RaDegrees)) / count)),
            place.DecDegrees + ((dec + own.Position.DecDegrees - place.DecDegrees) / count));
        return bands;
    }

    // Across the meridian of right ascension 0 too.
    static double Offset(double raDegrees, double centreDegrees) => SurveyFields.Wrap(raDegrees - centreDegrees + 180) - 180;
}
