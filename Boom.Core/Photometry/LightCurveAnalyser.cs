using System.Buffers;

namespace Boom.Core.Photometry;

/// <summary>Light-curve statistics: peaks, spans and rates of change. No allocation beyond pooled scratch memory.</summary>
static class LightCurveAnalyser
{
    /// <summary>Times within this span count as one visit, days.</summary>
    public const double MinimumSpanDays = 0.01;

    const int StackPoints = 256;

    /// <summary>
    /// Puts points in order of time, keeping the given order among equal times, and drops a point whose predecessor has the same time
    /// and band. Answers the number of points left, at the front.
    /// </summary>
    public static int Prepare(Span<MagnitudePoint> points)
    {
        MagnitudeOrder.Sort(points);
        var kept = 0;
        for (var i = 0; i < points.Length; i++)
        {
            if (kept == 0 || points[kept - 1].Jd != points[i].Jd || points[kept - 1].Band != points[i].Band)
                points[kept++] = points[i];
        }

        return kept;
    }

    /// <summary>Analyses points that <see cref="Prepare"/> has put in order.</summary>
    public static LightCurveStatistics Analyse(ReadOnlySpan<MagnitudePoint> points)
    {
        var statistics = default(LightCurveStatistics);
        if (points.IsEmpty)
            return statistics;
        Span<int> counts = stackalloc int[PhotometricBands.Count];
        counts.Clear();
        foreach (ref readonly var point in points)
            counts[(int)point.Band]++;

        statistics.FirstJd = points[0].Jd;
        statistics.LastJd = points[^1].Jd;

        var rented = points.Length > StackPoints ? ArrayPool<float>.Shared.Rent(points.Length * 3) : null;
        var scratch = rented ?? stackalloc float[StackPoints * 3];
        for (var band = 0; band < counts.Length; band++)
        {
            if (counts[band] > 0)
                statistics[(PhotometricBand)band] = AnalyseBand(points, (PhotometricBand)band, counts[band], scratch);
        }

        if (rented is not null)
            ArrayPool<float>.Shared.Return(rented);
        return statistics;
    }

    static BandStatistics AnalyseBand(ReadOnlySpan<MagnitudePoint> points, PhotometricBand band, int count, Span<float> scratch)
    {
        Span<float> time = scratch[..count], mag = scratch.Slice(count, count), err = scratch.Slice(2 * count, count);
        double first = 0, last = 0, peakJd = 0;
        int n = 0, peak = 0;
        foreach (ref readonly var point in points)
        {
            if (point.Band != band)
                continue;
            if (n == 0)
                first = peakJd = point.Jd;
            time[n] = (float)(point.Jd - first);
            mag[n] = point.Mag;
            err[n] = point.MagErr;
            if (point.Mag < mag[peak])
            {
                peak = n;
                peakJd = point.Jd;
            }

            last = point.Jd;
            n++;
        }

        var result = new BandStatistics(
            peakJd, mag[peak], err[peak], (float)(last - first),
            Fit(time[..(peak + 1)], mag[..(peak + 1)], err[..(peak + 1)], peakJd - first), null);

        // The fading side has a time axis of its own, from its own first point in double precision; rising is fitted by now.
        if (peak < n - 1 && peak > 0)
            Retime(points, band, peak, peakJd, time);
        return result with { Fading = Fit(time[peak..], mag[peak..], err[peak..], last - peakJd) };
    }

    static void Retime(ReadOnlySpan<MagnitudePoint> points, PhotometricBand band, int from, double origin, Span<float> time)
    {
        var n = 0;
        foreach (ref readonly var point in points)
        {
            if (point.Band != band)
                continue;
            if (n >= from)
                time[n] = (float)(point.Jd - origin);
            n++;
        }
    }

    static RateFit? Fit(ReadOnlySpan<float> time, ReadOnlySpan<float> mag, ReadOnlySpan<float> err, double spanDays)
    {
        if (time.Length < 2 || !(spanDays > MinimumSpanDays))
            return null;
        int brightest = 0, faintest = 0;
        for (var i = 1; i < mag.Length; i++)
        {
            if (mag[i] < mag[brightest])
                brightest = i;
            if (mag[i] > mag[faintest])
                faintest = i;
        }

        // A change within the errors is noise, not a rate.
        return mag[brightest] + err[brightest] < mag[faintest] - err[faintest] ? WeightedLine.Fit(time, mag, err) : null;
    }
}
