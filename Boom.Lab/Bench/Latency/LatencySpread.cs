namespace Boom.Lab.Bench.Latency;

/// <summary>How times are spread, milliseconds: the smallest value that so many per cent do not exceed.</summary>
internal readonly record struct LatencySpread(double P50, double P90, double P99, double Max)
{
    /// <summary>NaN where there are no values.</summary>
    public static LatencySpread Of(IEnumerable<double> milliseconds)
    {
        var ordered = milliseconds.Order().ToArray();
        return ordered.Length == 0
            ? new LatencySpread(double.NaN, double.NaN, double.NaN, double.NaN)
            : new LatencySpread(At(50), At(90), At(99), ordered[^1]);

        double At(int percent) => ordered[Math.Max(0, (int)Math.Ceiling(ordered.Length * percent / 100.0) - 1)];
    }
}
