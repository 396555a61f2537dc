namespace Boom.Core.Telemetry;

/// <summary>Bounds of histograms, in seconds.</summary>
public static class Buckets
{
    const int AgeBoundsPerDecade = 16;

    /// <summary>Of calls and batches: 0.5 ms to 60 s.</summary>
    public static IReadOnlyList<double> Durations { get; } = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    /// <summary>Of ages: sixteen a decade from 1 ms to 10,000 s, so that a quantile read from them is out by 15 % at most.</summary>
    public static IReadOnlyList<double> Ages { get; } =
        [.. Enumerable.Range(0, (7 * AgeBoundsPerDecade) + 1).Select(i => Math.Round(Math.Pow(10, ((double)i / AgeBoundsPerDecade) - 3), 6))];
}
