namespace Boom.Lab.Bench.Services;

/// <summary>Quantiles from the buckets of a histogram.</summary>
internal static class HistogramQuantile
{
    /// <summary>
    /// The value that a share of the values recorded between two looks does not exceed, interpolated within its bucket; null when nothing was
    /// recorded. Beyond the last bound it is that bound.
    /// </summary>
    /// <param name="before">Number of values up to each bound at the first look.</param>
    /// <param name="after">The same at the second.</param>
    /// <param name="share">0 to 1.</param>
    public static double? Between(IReadOnlyDictionary<double, double> before, SortedDictionary<double, double> after, double share)
    {
        var counts = after.Select(bucket => (Bound: bucket.Key, Count: bucket.Value - before.GetValueOrDefault(bucket.Key))).ToList();
        if (counts.Count == 0 || counts[^1].Count <= 0)
            return null;
        var rank = share * counts[^1].Count;
        double lower = 0, below = 0;
        foreach (var (bound, count) in counts)
        {
            if (count >= rank && count > below)
                return double.IsInfinity(bound) ? lower : lower + ((bound - lower) * (rank - below) / (count - below));
            if (!double.IsInfinity(bound))
                lower = bound;
            below = count;
        }

        return lower;
    }
}
