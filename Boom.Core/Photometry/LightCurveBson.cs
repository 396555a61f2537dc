using Boom.Core.Bson;

namespace Boom.Core.Photometry;

/// <summary>Reads magnitude points from the stored arrays of an object and writes statistics as stored.</summary>
static class LightCurveBson
{
    /// <summary>Adds the points of a stored array that are detections by a rule, not later than <paramref name="untilJd"/>.</summary>
    /// <param name="array">A BSON array of points.</param>
    /// <param name="untilJd">Julian date, days.</param>
    /// <param name="rule">What a detection is.</param>
    /// <param name="points">Receives them, in the order stored.</param>
    /// <param name="windowDays">Points that lie this long or longer before <paramref name="untilJd"/> are left out.</param>
    public static void AddDetections(
        ReadOnlySpan<byte> array, double untilJd, DetectionRule rule, List<MagnitudePoint> points, double windowDays = double.PositiveInfinity)
    {
        var elements = new BsonReader(array);
        while (elements.Read())
        {
            var point = StoredPoint.Read(elements.Value, rule.IsAperture);
            if (point.IsDetection(untilJd, windowDays, rule))
                points.Add(point.ToMagnitudePoint());
        }
    }

    /// <summary>
    /// Writes the per-band part as <c>photstats</c>: each of the nine bands → <c>peak_jd, peak_mag, peak_mag_err, dt, rising, fading</c>;
    /// null for a band without points and a side without fit.
    /// </summary>
    public static void WriteBands(BsonWriter writer, ReadOnlySpan<byte> name, in LightCurveStatistics statistics)
    {
        var document = writer.BeginDocument(name);
        for (var i = 0; i < PhotometricBands.Count; i++)
        {
            var band = (PhotometricBand)i;
            if (statistics[band] is not { } s)
            {
                writer.Null(band.ToUtf8());
                continue;
            }

            var inner = writer.BeginDocument(band.ToUtf8());
            writer.Double("peak_jd"u8, s.PeakJd);
            writer.Double("peak_mag"u8, s.PeakMag);
            writer.Double("peak_mag_err"u8, s.PeakMagErr);
            writer.Double("dt"u8, s.Dt);
            WriteFit(writer, "rising"u8, s.Rising);
            WriteFit(writer, "fading"u8, s.Fading);
            writer.End(inner);
        }

        writer.End(document);
    }

    static void WriteFit(BsonWriter writer, ReadOnlySpan<byte> name, RateFit? fit)
    {
        if (fit is not { } f)
        {
            writer.Null(name);
            return;
        }

        var document = writer.BeginDocument(name);
        writer.Double("rate"u8, f.Rate);
        writer.Double("rate_error"u8, f.RateError);
        writer.Double("red_chi2"u8, f.RedChi2);
        writer.Int32("nb_data"u8, f.NbData);
        writer.Double("dt"u8, f.Dt);
        writer.End(document);
    }
}
